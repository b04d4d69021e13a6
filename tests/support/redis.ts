/** A Redis of the tests' own on a unix socket in a temporary folder, gone afterwards. */

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const START_LIMIT_MS = 20_000;
const LOOK_EVERY_MS = 20;
const MISSING = "Tests of several nodes are left out: install Redis (on Debian: apt-get install redis-server).";

export interface TestRedis {
  /** For REDIS_URL. */
  url: string;
  /** Ends it as a crash would: SIGKILL. `start` brings it back at the same address. */
  crash(): Promise<void>;
  /** Holds it still, with its connections open, as a network that swallows packets would. */
  freeze(): void;
  thaw(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** For `describe.skipIf(!hasRedis())`: throws in CI, where it has to be there. */
export function hasRedis(): boolean {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "pipe" });
    return true;
  } catch (error) {
    if (process.env.CI) throw new Error("redis-server is missing, and in CI its tests must run.", { cause: error });
    process.stderr.write(`${MISSING}\n`);
    return false;
  }
}

/** Starts one; with `isDown` only its address is made. */
export async function startRedis({ isDown = false } = {}): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), "glossa-redis-"));
  const socket = join(folder, "redis.sock");
  let server: ChildProcess | null = null;

  async function start(): Promise<void> {
    const settings = ["--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", folder];
    server = spawn("redis-server", settings, { stdio: "ignore" });
    const until = Date.now() + START_LIMIT_MS;
    while (!(await answers(socket))) {
      if (Date.now() > until) throw new Error("redis-server did not start.");
      await delay(LOOK_EVERY_MS);
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = server;
    if (!ending) return;
    server = null;
    const ended = new Promise<void>((resolve) => ending.once("exit", () => resolve()));
    ending.kill(signal);
    await ended;
  }

  function discard(): void {
    server?.kill("SIGKILL");
    server = null;
    rmSync(folder, { recursive: true, force: true });
  }
  process.once("exit", discard);

  if (!isDown) await start();
  return {
    url: `unix://${socket}`,
    crash: () => end("SIGKILL"),
    freeze: () => void server?.kill("SIGSTOP"),
    thaw: () => void server?.kill("SIGCONT"),
    start,
    async stop() {
      await end("SIGKILL");
      process.off("exit", discard);
      discard();
    },
  };
}

/** Whether a PING is answered. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("error", () => resolve(false));
    socket.once("data", (data) => {
      socket.destroy();
      resolve(String(data).startsWith("+PONG"));
    });
    socket.once("connect", () => socket.write("PING\r\n"));
  });
}
