/** The update log in the database: append-only rows with a gapless sequence in commit order. */

import { type CommandKey, NoSuchDocument, type UpdateLog } from "../sync/log.ts";
import { AppendQueue, asAppendError } from "./append-queue.ts";
import { APPEND, appendValues, type Head } from "./append-statement.ts";
import { compact } from "./compact.ts";
import type { OpenDatabase } from "./database.ts";
import { type Connection, inTransaction, run, runOn, type Statement } from "./pool.ts";
import { project } from "./projection.ts";
import { readState } from "./read-state.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";

export interface DatabaseLog extends UpdateLog {
  /** Ends what works beside it; the database stays open. */
  close(): Promise<void>;
}

export function createUpdateLog({ pool, appendLanes }: Pick<OpenDatabase, "pool" | "appendLanes">): DatabaseLog {
  const queue = new AppendQueue(pool, appendLanes);
  const builder = new SnapshotBuilder();
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

    append: (append) => queue.append(append),

    decide: (documentId, seq, keys, decide) =>
      inTransaction(pool, async (connection) => {
        const locked = await lockHead(connection, documentId, keys);
        const isBehind = locked.seq !== seq;
        const missed = isBehind ? await readState(connection, documentId, seq) : null;
        // The statement that waited for the lock saw the rows of before.
        const done = isBehind ? (await lockHead(connection, documentId, keys)).done : locked.done;
        const { entries, claims, projection } = decide(missed, done);
        if (projection) await project(connection, projection);
        if (entries.length === 0 && claims.length === 0) return locked.seq;
        const [head] = await runOn<Head>(connection, APPEND, appendValues([{ documentId, entries, claims }])).catch(
          (error: unknown) => Promise.reject(asAppendError(error, documentId)),
        );
        if (!head) throw new NoSuchDocument(documentId);
        return head.seq;
      }),

    compact: (documentId, least) => compact(pool, builder, documentId, least),

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
      SELECT r."userId" || ' ' || r.key
      FROM unnest($2::uuid[], $3::text[]) AS k ("userId", key) JOIN "CommandReceipt" r USING ("userId", key)
    ) AS done
    FROM "Document" d WHERE d.id = $1 FOR NO KEY UPDATE OF d`,
};

const HEADS: Statement = { name: "heads", text: `SELECT id, seq FROM "Document" WHERE id = ANY ($1::text[])` };

const ENSURE: Statement = { name: "ensure", text: `INSERT INTO "Document" (id) VALUES ($1) ON CONFLICT DO NOTHING` };

const RECEIPT: Statement = {
  name: "receipt",
  text: `SELECT answer FROM "CommandReceipt" WHERE "userId" = $1 AND key = $2`,
};
