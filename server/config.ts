/** The environment, validated once at boot. */

import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { access, chmod, constants, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import { email, PASSWORD_MAX, PASSWORD_MIN, password } from "./auth/input.ts";
import { isRedisUrl } from "./bus/redis-url.ts";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace"] as const;

export interface Config {
  /** 0: any free port. */
  port: number;
  host: string;
  /** Absolute; exists and is writable after {@link openDataDir}. */
  dataDir: string;
  databaseUrl: string | null;
  /** Set: this is one of several nodes on one database. */
  redisUrl: string | null;
  authSecret: string;
  authUrl: string | null;
  owner: { email: string; password: string } | null;
  smtpUrl: string | null;
  /** So many changes of an open document are stored one by one before they are replaced by a snapshot. */
  snapshotAfter: number;
  logLevel: (typeof LOG_LEVELS)[number];
}

/** What the environment says, before anything on disk was looked at. */
export type Settings = Omit<Config, "authSecret"> & { authSecret: string | null };

/** The environment or the data directory can't be used; each mistake is one sentence. */
export class ConfigError extends Error {
  readonly mistakes: string[];

  constructor(mistakes: string[]) {
    super(mistakes.join("\n"));
    this.name = "ConfigError";
    this.mistakes = mistakes;
  }
}

/** Shorter ones could be guessed, and a session cookie forged. */
const SECRET_MIN_LENGTH = 16;

const SENTENCES = {
  PORT: "PORT must be a whole number from 0 to 65535 (0: any free port).",
  HOST: "HOST must be a host name or an IP address, such as 127.0.0.1.",
  DATABASE_URL: "DATABASE_URL must look like postgresql://user:password@host:5432/database.",
  REDIS_URL:
    "REDIS_URL must look like redis://user:password@host:6379, rediss://… (TLS) or unix:///path/to/redis.sock.",
  AUTH_SECRET: `AUTH_SECRET must have at least ${SECRET_MIN_LENGTH} characters; without it one is made and kept in DATA_DIR.`,
  AUTH_URL: "AUTH_URL must be the address of this site without a path, such as https://glossa.example.org.",
  SMTP_URL: "SMTP_URL must look like smtp://user:password@host:587 or smtps://….",
  SNAPSHOT_AFTER: "SNAPSHOT_AFTER must be a whole number of changes, from 100 to 100000.",
  LOG_LEVEL: `LOG_LEVEL must be one of ${LOG_LEVELS.join(", ")}.`,
  GLOSSA_OWNER_EMAIL: "GLOSSA_OWNER_EMAIL must be an e-mail address.",
  GLOSSA_OWNER_PASSWORD: `GLOSSA_OWNER_PASSWORD must have ${PASSWORD_MIN} to ${PASSWORD_MAX} characters.`,
} as const;

const OWNER_PAIR = "GLOSSA_OWNER_EMAIL and GLOSSA_OWNER_PASSWORD go together: set both, or neither.";
const REDIS_NEEDS_SECRET =
  "REDIS_URL needs AUTH_SECRET, the same one on every node: a session made by one has to hold on the others.";
const REDIS_NEEDS_DATABASE =
  "REDIS_URL needs DATABASE_URL: several nodes share a PostgreSQL; the embedded database has one.";

function isUrl(value: string, protocols: string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol) && new URL(value).hostname !== "";
}

/** A PostgreSQL URL may name a unix socket by its `host` parameter and have no host of its own. */
function isDatabaseUrl(value: string): boolean {
  return (
    /^postgres(ql)?:\/\//.test(value) &&
    URL.canParse(value.replace(/^postgres(ql)?:\/\/(?=\/)/, "postgresql://localhost"))
  );
}

function isOrigin(value: string): boolean {
  return isUrl(value, ["http:", "https:"]) && [value, `${value}/`].includes(`${new URL(value).origin}/`);
}

function fits(schema: z.ZodType): (value: string) => boolean {
  return (value) => schema.safeParse(value).success;
}

const environment = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, SENTENCES.PORT)
    .transform(Number)
    .refine((port) => port <= 65535, SENTENCES.PORT)
    .default(3000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, SENTENCES.HOST)
    .default("127.0.0.1"),
  DATA_DIR: z.string().default("./data"),
  DATABASE_URL: z.string().refine(isDatabaseUrl, SENTENCES.DATABASE_URL).optional(),
  REDIS_URL: z.string().refine(isRedisUrl, SENTENCES.REDIS_URL).optional(),
  AUTH_SECRET: z.string().min(SECRET_MIN_LENGTH, SENTENCES.AUTH_SECRET).optional(),
  AUTH_URL: z.string().refine(isOrigin, SENTENCES.AUTH_URL).optional(),
  GLOSSA_OWNER_EMAIL: z.string().refine(fits(email), SENTENCES.GLOSSA_OWNER_EMAIL).optional(),
  GLOSSA_OWNER_PASSWORD: z.string().refine(fits(password), SENTENCES.GLOSSA_OWNER_PASSWORD).optional(),
  SMTP_URL: z
    .string()
    .refine((value) => isUrl(value, ["smtp:", "smtps:"]), SENTENCES.SMTP_URL)
    .optional(),
  SNAPSHOT_AFTER: z
    .string()
    .regex(/^\d{3,6}$/, SENTENCES.SNAPSHOT_AFTER)
    .transform(Number)
    .refine((count) => count >= 100 && count <= 100_000, SENTENCES.SNAPSHOT_AFTER)
    .default(5000),
  LOG_LEVEL: z.enum(LOG_LEVELS, SENTENCES.LOG_LEVEL).default("info"),
});

/**
 * Reads the environment; relative paths are relative to `cwd`. An empty variable counts as unset. Throws
 * {@link ConfigError} with every mistake. Touches no file.
 */
export function readConfig(env: Record<string, string | undefined>, cwd: string): Settings {
  const given = Object.fromEntries(
    Object.keys(environment.shape).flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  );
  const parsed = environment.safeParse(given);
  const mistakes = parsed.success ? [] : parsed.error.issues.map((issue) => issue.message);
  if (Boolean(given.GLOSSA_OWNER_EMAIL) !== Boolean(given.GLOSSA_OWNER_PASSWORD)) mistakes.push(OWNER_PAIR);
  if (given.REDIS_URL && !given.AUTH_SECRET) mistakes.push(REDIS_NEEDS_SECRET);
  if (given.REDIS_URL && !given.DATABASE_URL) mistakes.push(REDIS_NEEDS_DATABASE);
  if (!parsed.success || mistakes.length > 0) throw new ConfigError([...new Set(mistakes)]);

  const { data } = parsed;
  const email = data.GLOSSA_OWNER_EMAIL;
  const password = data.GLOSSA_OWNER_PASSWORD;
  return {
    port: data.PORT,
    host: data.HOST,
    dataDir: isAbsolute(data.DATA_DIR) ? data.DATA_DIR : resolve(cwd, data.DATA_DIR),
    databaseUrl: data.DATABASE_URL ?? null,
    redisUrl: data.REDIS_URL ?? null,
    authSecret: data.AUTH_SECRET ?? null,
    authUrl: data.AUTH_URL ? new URL(data.AUTH_URL).origin : null,
    owner: email && password ? { email, password } : null,
    smtpUrl: data.SMTP_URL ?? null,
    snapshotAfter: data.SNAPSHOT_AFTER,
    logLevel: data.LOG_LEVEL,
  };
}

/** Makes DATA_DIR where it is missing, and the secret in it when none is set. Throws {@link ConfigError}. */
export async function openDataDir(settings: Settings): Promise<Config> {
  const { dataDir } = settings;
  try {
    await makeFolder(dataDir);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return { ...settings, authSecret: settings.authSecret ?? (await keptSecret(join(dataDir, "auth-secret"))) };
  } catch (error) {
    throw new ConfigError([`DATA_DIR (${dataDir}) can't be used: ${reasonOf(error)}.`]);
  }
}

/** Not `recursive`: where nothing can be made, as in /proc, Node then never comes back. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) === "EEXIST" && (await stat(path)).isDirectory()) return;
    if (errorCode(error) !== "ENOENT" || existsSync(dirname(path))) throw error;
    await makeFolder(dirname(path));
    await mkdir(path, { mode: 0o700 });
  }
}

/** Caller holds the instance lock, so nobody else makes one at the same time. */
async function keptSecret(path: string): Promise<string> {
  const kept = await readFile(path, "utf8").catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return "";
    throw error;
  });
  if (kept.trim().length >= SECRET_MIN_LENGTH) return kept.trim();
  const secret = randomBytes(32).toString("base64url");
  await writeFile(path, `${secret}\n`, { mode: 0o600 });
  await chmod(path, 0o600);
  return secret;
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function reasonOf(error: unknown): string {
  switch (errorCode(error)) {
    case "EACCES":
    case "EPERM":
      return "this user may not write there";
    case "EROFS":
      return "it lies on a read-only disk";
    case "ENOSPC":
      return "the disk is full";
    case "ENOENT":
      return "nothing can be made there";
    case "ENOTDIR":
    case "EEXIST":
      return "a file is in its place";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
