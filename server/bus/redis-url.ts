/**
 * The forms of REDIS_URL: `redis://user:password@host:port`, `rediss://…` (TLS) and `unix:///path/to/redis.sock`, with a
 * password `unix://user:password@localhost/path/to/redis.sock`.
 */

import type { RedisOptions } from "ioredis";

export function isRedisUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, pathname } = new URL(value);
  if (protocol === "unix:") return ["", "localhost"].includes(hostname) && pathname.length > 1;
  return (protocol === "redis:" || protocol === "rediss:") && hostname !== "" && /^\/?\d*$/.test(pathname);
}

/** Of a URL that {@link isRedisUrl} accepts. A database's number is left out: channels know none. */
export function redisOptions(value: string): RedisOptions {
  const { protocol, hostname, port, pathname, username, password } = new URL(value);
  const user = {
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
  };
  if (protocol === "unix:") return { ...user, path: decodeURIComponent(pathname) };
  const host = hostname.replace(/^\[|\]$/g, "");
  return {
    ...user,
    host,
    port: port ? Number(port) : 6379,
    ...(protocol === "rediss:" ? { tls: {} } : {}),
  };
}

/** Where it is, without user or password. */
export function redisAddress(value: string): string {
  const { protocol, host, pathname } = new URL(value);
  return protocol === "unix:" ? decodeURIComponent(pathname) : host;
}
