import { describe, expect, it } from "vitest";
import { isRedisUrl, redisAddress, redisOptions } from "./redis-url.ts";

describe("REDIS_URL", () => {
  it.each([
    ["redis://localhost", { host: "localhost", port: 6379 }, "localhost"],
    ["redis://:p%40ss@redis:7000/2", { host: "redis", port: 7000, password: "p@ss" }, "redis:7000"],
    ["rediss://u:p@[::1]:1/", { host: "::1", port: 1, username: "u", password: "p", tls: {} }, "[::1]:1"],
    ["unix:///run/my%20redis.sock", { path: "/run/my redis.sock" }, "/run/my redis.sock"],
    ["unix://:p@localhost/run/redis.sock", { path: "/run/redis.sock", password: "p" }, "/run/redis.sock"],
  ])("%s", (url, options, address) => {
    expect(isRedisUrl(url)).toBe(true);
    expect(redisOptions(url)).toEqual(options);
    expect(redisAddress(url)).toBe(address);
  });

  it.each(["", "localhost", "http://localhost", "redis://", "redis:///0", "redis://h/name", "unix://", "unix://h/s"])(
    "is not %s",
    (url) => {
      expect(isRedisUrl(url)).toBe(false);
    },
  );
});
