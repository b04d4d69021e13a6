/** The update log in the database: append-only rows with a gapless sequence in commit order. */

import { type CommandKey, NoSuchDocument, type UpdateLog } from "../sync/log.ts";
import { AppendQueue, asAppendError } from "./append-queue.ts";
import { type Head, writeAppends } from "./append-statement.ts";
import { compact } from "./compact.ts";
import type { OpenDatabase } from "./database.ts";
import { type Connection, inTransaction, run, runOn, type Statement } from "./pool.ts";
import { project } from "./projection.ts";
import { readState } from "./read-state.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";
import { DatabaseUnavailable } from "./unavailable.ts";

export interface DatabaseLog extends UpdateLog {
  /** Ends what works beside it; the database stays open. */
  close(): Promise<void>;
}

/** Writing throws {@link DatabaseUnavailable} while there is an obstacle to it; reading may still work. */
export function createUpdateLog(database: Omit<OpenDatabase, "db" | "migrated" | "close">): DatabaseLog {
  const { pool } = database;
  const queue = new AppendQueue((appends) => writeAppends(pool, appends), database.appendLanes);
  const builder = new SnapshotBuilder();
  const requireStorage = (): void => {
    const obstacle = database.obstacle();
    if (obstacle) throw new DatabaseUnavailable(obstacle);
  };
  return {
    load: (documentId) => readState(pool, documentId, 0),
    since: (documentId, seq) => readState(pool, documentId, seq),

    async heads(documentIds) {
      const heads = await run<Head>(pool, HEADS, [documentIds]);
      return new Map(heads.map(({ id, seq }) => [id, seq]));
    },

    async ensure(documentId) {
      await run(pool, ENSURE, [documentId]);
    },

    async append(append) {
      requireStorage();
      return queue.append(append);
    },

    async decide(documentId, seq, keys, decide) {
      requireStorage();
      return inTransaction(pool, async (connection) => {
        const locked = await lockHead(connection, documentId, keys);
        const isBehind = locked.seq !== seq;
        const missed = isBehind ? await readState(connection, documentId, seq) : null;
        // The statement that waited for the lock saw the rows of before.
        const done = isBehind ? (await lockHead(connection, documentId, keys)).done : locked.done;
        const { entries, claims, projection } = decide(missed, done);
        if (projection) await project(connection, projection);
        if (entries.length === 0 && claims.length === 0) return locked.seq;
        const [head] = await writeAppends(connection, [{ documentId, entries, claims }]).catch((error: unknown) =>
          Promise.reject(asAppendError(error, documentId)),
        );
        if (!head) throw new NoSuchDocument(documentId);
        return head.seq;
      });
    },

    async compact(documentId, least) {
      requireStorage();
      const deleted = await compact(pool, builder, documentId, least);
      if (deleted > 0) await database.afterDeleting(deleted);
    },

    async receipt(userId, key) {
      const [found] = await run<{ answer: unknown }>(pool, RECEIPT, [userId, key]);
      return found?.answer ?? null;
    },

    close: () => builder.close(),
  };
}

/** Nobody else writes to the document until the transaction ends. */
async function lockHead(
  connection: Connection,
  documentId: string,
  keys: CommandKey[],
): Promise<{ seq: number; done: Set<string> }> {
  const users = keys.map(({ userId }) => userId);
  const values = [documentId, users, keys.map(({ key }) => key)];
  const [head] = await runOn<{ seq: number; done: string[] }>(connection, LOCK_HEAD, values);
  if (!head) throw new NoSuchDocument(documentId);
  return { seq: head.seq, done: new Set(head.done) };
}

const LOCK_HEAD: Statement = {
  name: "lock-head",
  text: `
    SELECT d.seq, ARRAY (
      SELECT k."userId" || ' ' || k.key
      FROM unnest($2::uuid[], $3::text[]) AS k ("userId", key)
      WHERE (SELECT true FROM "CommandReceipt" r WHERE r."userId" = k."userId" AND r.key = k.key)
    ) AS done
    FROM "Document" d WHERE d.id = $1 FOR NO KEY UPDATE OF d`,
};

const HEADS: Statement = { name: "heads", text: `SELECT id, seq FROM "Document" WHERE id = ANY ($1::text[])` };

const ENSURE: Statement = { name: "ensure", text: `INSERT INTO "Document" (id) VALUES ($1) ON CONFLICT DO NOTHING` };

const RECEIPT: Statement = {
  name: "receipt",
  text: `SELECT answer FROM "CommandReceipt" WHERE "userId" = $1 AND key = $2`,
};
