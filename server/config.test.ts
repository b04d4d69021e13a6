import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError, openDataDir, readConfig } from "./config.ts";

/** The sentences of the mistakes that `env` has. */
function mistakesOf(env: Record<string, string>): string[] {
  try {
    readConfig(env, "/here");
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
}

describe("readConfig", () => {
  it("has a default for everything", () => {
    expect(readConfig({}, "/here")).toEqual({
      port: 3000,
      host: "127.0.0.1",
      dataDir: "/here/data",
      databaseUrl: null,
      redisUrl: null,
      authSecret: null,
      authUrl: null,
      owner: null,
      smtpUrl: null,
      snapshotAfter: 5000,
      logLevel: "info",
    });
  });

  it("takes DATA_DIR relative to where the command was typed", () => {
    expect(readConfig({ DATA_DIR: "../x" }, "/here/there").dataDir).toBe("/here/x");
    expect(readConfig({ DATA_DIR: "/y" }, "/here").dataDir).toBe("/y");
  });

  it("treats an empty variable as unset", () => {
    expect(mistakesOf({ PORT: "", REDIS_URL: "", DATABASE_URL: "" })).toEqual([]);
  });

  it.each([
    ["PORT", "80a"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["HOST", "two words"],
    ["DATABASE_URL", "mysql://x/y"],
    ["AUTH_SECRET", "short"],
    ["AUTH_URL", "glossa.example.org"],
    ["AUTH_URL", "https://example.org/glossa"],
    ["SMTP_URL", "mail.example.org"],
    ["LOG_LEVEL", "loud"],
  ])("refuses %s=%s in one sentence that names it", (name, value) => {
    const mistakes = mistakesOf({ [name]: value });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(new RegExp(`^${name}\\b.*\\.$`));
  });

  it.each([
    ["PORT", "0"],
    ["HOST", "::1"],
    ["DATABASE_URL", "postgresql://u:p@db:5432/glossa"],
    ["DATABASE_URL", "postgres:///glossa?host=/run/postgresql"],
    ["AUTH_URL", "https://glossa.example.org/"],
    ["SMTP_URL", "smtps://u:p@mail.example.org:465"],
  ])("accepts %s=%s", (name, value) => {
    expect(mistakesOf({ [name]: value })).toEqual([]);
  });

  it("wants for several nodes what they have to share", () => {
    const shared = { DATABASE_URL: "postgresql://db/glossa", AUTH_SECRET: "sixteen characters" };
    expect(readConfig({ REDIS_URL: "redis://cache", ...shared }, "/").redisUrl).toBe("redis://cache");
    expect(mistakesOf({ REDIS_URL: "cache:6379", ...shared })).toEqual([expect.stringMatching(/^REDIS_URL must look/)]);
    expect(mistakesOf({ REDIS_URL: "redis://cache" })).toEqual([
      expect.stringMatching(/^REDIS_URL needs AUTH_SECRET/),
      expect.stringMatching(/^REDIS_URL needs DATABASE_URL/),
    ]);
  });

  it("names all mistakes at once", () => {
    expect(mistakesOf({ PORT: "x", LOG_LEVEL: "y", GLOSSA_OWNER_EMAIL: "a@b" })).toHaveLength(3);
  });

  it("wants the owner's address and password together, and a password that could be set", () => {
    expect(mistakesOf({ GLOSSA_OWNER_PASSWORD: "long enough" })).toHaveLength(1);
    expect(mistakesOf({ GLOSSA_OWNER_EMAIL: "a@b", GLOSSA_OWNER_PASSWORD: "short" })).toHaveLength(1);
    expect(readConfig({ GLOSSA_OWNER_EMAIL: "a@b", GLOSSA_OWNER_PASSWORD: "long enough" }, "/").owner).toEqual({
      email: "a@b",
      password: "long enough",
    });
  });
});

describe("openDataDir", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "glossa-config-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const open = (dataDir: string, env = {}) => openDataDir(readConfig({ DATA_DIR: dataDir, ...env }, "/"));

  it("makes the folder and a secret that only this user can read, and keeps it", async () => {
    const dataDir = join(folder, "a", "b");
    const { authSecret } = await open(dataDir);
    expect(authSecret.length).toBeGreaterThanOrEqual(32);
    expect((await stat(join(dataDir, "auth-secret"))).mode & 0o777).toBe(0o600);
    expect((await open(dataDir)).authSecret).toBe(authSecret);
  });

  it("prefers the secret of the environment and then keeps none", async () => {
    expect((await open(folder, { AUTH_SECRET: "sixteen characters" })).authSecret).toBe("sixteen characters");
    await expect(readFile(join(folder, "auth-secret"))).rejects.toThrow();
  });

  it("says that a file is in the folder's place", async () => {
    const path = join(folder, "file");
    await writeFile(path, "");
    await expect(open(path)).rejects.toThrow(/DATA_DIR.*a file is in its place\.$/);
    await expect(open(join(path, "below"))).rejects.toThrow(/a file is in its place\.$/);
  });

  it("refuses what is a folder where the secret should be", async () => {
    await mkdir(join(folder, "auth-secret"));
    await expect(open(folder)).rejects.toBeInstanceOf(ConfigError);
  });
});
