/** The databases that the log has to work on, for `describe.each`: each test file gets one of its own. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OpenDatabase, openDatabase } from "../../server/data/database.ts";
import { createUpdateLog, type DatabaseLog } from "../../server/data/update-log.ts";
import { hasPostgres, startPostgres } from "./postgres.ts";

export type DatabaseKind = "PGlite" | "PostgreSQL";

export const DATABASES: DatabaseKind[] = hasPostgres() ? ["PGlite", "PostgreSQL"] : ["PGlite"];

export interface TestDatabase {
  open: OpenDatabase;
  log: DatabaseLog;
  /** What a second process on the same database has; null on PGlite, which has one process. */
  other: { open: OpenDatabase; log: DatabaseLog } | null;
  close(): Promise<void>;
}

/** Starts it empty, with our tables. */
export async function startDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  return kind === "PGlite" ? startEmbeddedDatabase() : startPostgresDatabase();
}

async function startEmbeddedDatabase(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), "glossa-log-"));
  const node = await openNode({ dataDir });
  return {
    ...node,
    other: null,
    async close() {
      await closeNode(node);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function startPostgresDatabase(): Promise<TestDatabase> {
  const postgres = await startPostgres();
  const node = await openNode({ url: postgres.url });
  const other = await openNode({ url: postgres.url });
  return {
    ...node,
    other,
    async close() {
      await closeNode(node);
      await closeNode(other);
      await postgres.stop();
    },
  };
}

type Node = Pick<TestDatabase, "open" | "log">;

async function openNode(where: Parameters<typeof openDatabase>[0]): Promise<Node> {
  const open = await openDatabase(where);
  return { open, log: createUpdateLog(open) };
}

async function closeNode({ open, log }: Node): Promise<void> {
  await log.close();
  await open.close();
}
