/** The update log in the database: append-only rows with a gapless sequence in commit order. */

import { type Batch, HeadMoved, NoSuchDocument, type StoredDocument, type UpdateLog } from "../sync/log.ts";
import { snapshotOf } from "../sync/stored-state.ts";
import { type Database, Prisma, type Transaction } from "./database.ts";
import { project } from "./projection.ts";

/** A transaction that waits longer than this for its turn fails; the client keeps its change and sends it again. */
const TRANSACTION_LIMITS = { maxWait: 15_000, timeout: 30_000 };

export function createUpdateLog(db: Database): UpdateLog {
  return {
    load: (documentId) => db.$transaction((tx) => load(tx, documentId), { ...TRANSACTION_LIMITS, ...ONE_SNAPSHOT }),

    async ensure(documentId) {
      await db.document.createMany({ data: [{ id: documentId }], skipDuplicates: true });
    },

    async append(batch) {
      const { projection } = batch;
      if (!projection) return appendEntries(db, batch);
      return db.$transaction(async (tx) => {
        const seq = await appendEntries(tx, batch);
        await project(tx, projection);
        return seq;
      }, TRANSACTION_LIMITS);
    },

    async compact(documentId) {
      await db.$transaction(
        async (tx) => {
          const stored = await load(tx, documentId);
          if (stored.entries.length === 0) return;
          const bytes = Buffer.from(snapshotOf(stored));
          const { count } = await tx.snapshot.createMany({
            data: [{ documentId, seq: stored.seq, bytes }],
            skipDuplicates: true,
          });
          // Another node made this very snapshot: then the deletes are its business.
          if (count === 0) return;
          const first = stored.seq - stored.entries.length + 1;
          await tx.logEntry.deleteMany({ where: { documentId, seq: { gte: first, lte: stored.seq } } });
          await tx.snapshot.deleteMany({ where: { documentId, seq: { lt: stored.seq } } });
        },
        { ...TRANSACTION_LIMITS, ...ONE_SNAPSHOT },
      );
    },

    async receipt(userId, key) {
      const found = await db.commandReceipt.findUnique({ where: { userId_key: { userId, key } } });
      return found?.answer ?? null;
    },
  };
}

/** The three reads of `load` have to see one state: a compaction in between would leave a hole. */
const ONE_SNAPSHOT = { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead };

async function load(tx: Transaction, documentId: string): Promise<StoredDocument> {
  const head = await tx.document.findUnique({ where: { id: documentId } });
  if (!head) throw new NoSuchDocument(documentId);
  const snapshot = await tx.snapshot.findFirst({ where: { documentId }, orderBy: { seq: "desc" } });
  const rows = await tx.logEntry.findMany({
    where: { documentId, seq: { gt: snapshot?.seq ?? 0 } },
    orderBy: { seq: "asc" },
    select: { bytes: true },
  });
  if ((snapshot?.seq ?? 0) + rows.length !== head.seq) {
    throw new Error(`The log of ${documentId} has a gap before sequence ${head.seq}.`);
  }
  return { seq: head.seq, snapshot: snapshot?.bytes ?? null, entries: rows.map((row) => row.bytes) };
}

/** One statement: raising the head locks its row, so that sequences follow the order of commits. */
async function appendEntries(tx: Transaction, { documentId, entries, expectedSeq }: Batch): Promise<number> {
  const rows = entries.map(
    ({ bytes, userId }, index) => Prisma.sql`(${index + 1}::int, ${Buffer.from(bytes)}::bytea, ${userId}::uuid)`,
  );
  const condition = expectedSeq === null ? Prisma.empty : Prisma.sql`AND seq = ${expectedSeq}`;
  const count = entries.length;
  const written = await tx.$queryRaw<{ seq: number }[]>`
    WITH head AS (
      UPDATE "Document" SET seq = seq + ${count} WHERE id = ${documentId} ${condition} RETURNING seq
    ), entry (position, bytes, "userId") AS (VALUES ${Prisma.join(rows)})
    INSERT INTO "LogEntry" ("documentId", seq, bytes, "userId")
    SELECT ${documentId}, head.seq - ${count} + entry.position, entry.bytes, entry."userId" FROM head, entry
    RETURNING seq`;
  if (written.length === 0) throw new HeadMoved(documentId);
  return Math.max(...written.map((row) => row.seq));
}
