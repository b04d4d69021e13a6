/** A PostgreSQL of the tests' own: a cluster in a temporary folder, reached by a unix socket, gone afterwards. */

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const DEBIAN_HOME = "/usr/lib/postgresql";
const START_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 50;
const MISSING = "Tests on PostgreSQL are left out: install it (on Debian: apt-get install postgresql).";

export interface TestPostgres {
  /** For DATABASE_URL; an empty database. */
  url: string;
  /** Another empty database on the same server. */
  createDatabase(name: string): string;
  /** Ends it as a power cut of its own would: SIGQUIT, without a checkpoint. */
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Folder of PostgreSQL's programs, the newest version first; null when there is none. */
function findPrograms(): string | null {
  if (!existsSync(DEBIAN_HOME)) return null;
  const versions = readdirSync(DEBIAN_HOME).sort((one, other) => Number(other) - Number(one));
  const found = versions.map((version) => join(DEBIAN_HOME, version, "bin"));
  return found.find((folder) => existsSync(join(folder, "initdb"))) ?? null;
}

/** For `describe.skipIf(!hasPostgres())`: throws in CI, where it has to be there. */
export function hasPostgres(): boolean {
  if (findPrograms()) return true;
  if (process.env.CI) throw new Error("PostgreSQL is missing, and in CI its tests must run.");
  process.stderr.write(`${MISSING}\n`);
  return false;
}

/** Starts one on an empty folder. */
export async function startPostgres(): Promise<TestPostgres> {
  const programs = findPrograms();
  if (!programs) throw new Error(MISSING);
  const isRoot = process.getuid?.() === 0;
  const folder = mkdtempSync(join(tmpdir(), "glossa-pg-"));
  const data = join(folder, "data");
  // PostgreSQL refuses to run as root.
  if (isRoot) execFileSync("chown", ["postgres", folder]);
  const asUser = (program: string, ...args: string[]): [string, string[]] => {
    const path = join(programs, program);
    return isRoot ? ["runuser", ["-u", "postgres", "--", path, ...args]] : [path, args];
  };
  execFileSync(...asUser("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-D", data), {
    stdio: "pipe",
    cwd: folder,
  });

  let server: ChildProcess | null = null;
  const urlOf = (name: string) => `postgresql://postgres@localhost/${name}?host=${encodeURIComponent(folder)}`;
  const psql = (sql: string) =>
    execFileSync(...asUser("psql", "-h", folder, "-U", "postgres", "-qtAc", sql, "postgres"), {
      stdio: "pipe",
      cwd: folder,
      encoding: "utf8",
    });

  async function start(): Promise<void> {
    const settings = ["-k", folder, "-c", "listen_addresses=", "-c", "max_connections=60"];
    server = spawn(...asUser("postgres", "-D", data, ...settings), { stdio: "ignore", cwd: folder });
    const until = Date.now() + START_LIMIT_MS;
    for (;;) {
      try {
        psql("SELECT 1");
        return;
      } catch (error) {
        if (Date.now() > until) throw error;
        await delay(LOOK_EVERY_MS);
      }
    }
  }

  /** runuser stays in between, so the signal goes to the process that PostgreSQL names itself. */
  async function end(mode: "fast" | "immediate"): Promise<void> {
    const ending = server;
    if (!ending) return;
    server = null;
    const ended = new Promise<void>((resolve) => ending.once("exit", () => resolve()));
    execFileSync(...asUser("pg_ctl", "stop", "-m", mode, "-D", data), { stdio: "pipe", cwd: folder });
    await ended;
  }

  function discard(): void {
    if (server)
      execFileSync(...asUser("pg_ctl", "stop", "-m", "immediate", "-D", data), { stdio: "pipe", cwd: folder });
    server = null;
    rmSync(folder, { recursive: true, force: true });
  }
  process.once("exit", discard);

  await start();
  return {
    url: urlOf("postgres"),
    createDatabase(name) {
      psql(`CREATE DATABASE "${name}"`);
      return urlOf(name);
    },
    crash: () => end("immediate"),
    start,
    async stop() {
      await end("fast");
      process.off("exit", discard);
      discard();
    },
  };
}
