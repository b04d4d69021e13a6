/** From the journal into the database: what a document's head has passed already is left out. */

import type { Head } from "../append-statement.ts";
import { type Connection, inTransaction, type Pool, runOn, type Statement } from "../pool.ts";
import { JournalDamaged, type JournalRecord } from "./record.ts";

/** A statement holds this many records at most, and this many bytes besides its first record. */
const CHUNK_RECORDS = 2000;
const CHUNK_BYTES = 4 * 1024 * 1024;

const HEADS: Statement = {
  name: "journal-heads",
  text: `SELECT id, seq FROM "Document" WHERE id = ANY ($1::text[]) ORDER BY id FOR NO KEY UPDATE`,
};

const RAISE: Statement = {
  name: "journal-raise",
  text: `UPDATE "Document" d SET seq = g.seq FROM unnest($1::text[], $2::int[]) AS g (id, seq) WHERE d.id = g.id`,
};

/** The entries' bytes come as one value and are cut apart here: an array of bytes would travel as text. */
const INSERT: Statement = {
  name: "journal-insert",
  text: `
    INSERT INTO "LogEntry" ("documentId", seq, bytes, "userId", at)
    SELECT e.id, e.seq, substring($1::bytea FROM e.start FOR e.length), e."userId", e.at
    FROM unnest($2::text[], $3::int[], $4::int[], $5::int[], $6::uuid[], $7::timestamptz[])
      AS e (id, seq, start, length, "userId", at)`,
};

const CLAIM: Statement = {
  name: "journal-claim",
  text: `
    INSERT INTO "ClientClaim" ("documentId", client, "userId", seq)
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::uuid[], $4::int[]) ON CONFLICT DO NOTHING`,
};

/** Records in the order of their documents' sequences; again and again with the same outcome. Throws {@link JournalDamaged}. */
export async function takeOver(pool: Pool, records: readonly JournalRecord[]): Promise<void> {
  for (const chunk of chunksOf(records)) {
    await inTransaction(pool, async (connection) => {
      const documents = [...new Set(chunk.map(({ documentId }) => documentId))];
      const known = await runOn<Head>(connection, HEADS, [documents]);
      const heads = new Map(known.map(({ id, seq }) => [id, seq]));
      await store(connection, freshOf(chunk, heads), heads);
    });
  }
}

function* chunksOf(records: readonly JournalRecord[]): Generator<JournalRecord[]> {
  let chunk: JournalRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    bytes += record.bytes.length;
    if (chunk.length > 0 && (chunk.length >= CHUNK_RECORDS || bytes > CHUNK_BYTES)) {
      yield chunk;
      chunk = [];
      bytes = record.bytes.length;
    }
    chunk.push(record);
  }
  if (chunk.length > 0) yield chunk;
}

/** What the database lacks; raises `heads` by it. */
function freshOf(records: readonly JournalRecord[], heads: Map<string, number>): JournalRecord[] {
  return records.filter(({ documentId, seq }) => {
    const head = heads.get(documentId);
    if (head === undefined) throw new JournalDamaged(`It speaks of the document ${documentId}, which does not exist.`);
    if (seq <= head) return false;
    if (seq > head + 1) throw new JournalDamaged(`Entries of ${documentId} are missing between ${head} and ${seq}.`);
    heads.set(documentId, seq);
    return true;
  });
}

async function store(connection: Connection, records: JournalRecord[], heads: Map<string, number>): Promise<void> {
  if (records.length === 0) return;
  await runOn(connection, RAISE, [[...heads.keys()], [...heads.values()]]);
  await runOn(connection, INSERT, [Buffer.concat(records.map(({ bytes }) => bytes)), ...entryColumns(records)]);
  const claims = records.flatMap(({ documentId, seq, claims }) =>
    claims.map((claim) => ({ documentId, seq, ...claim })),
  );
  if (claims.length === 0) return;
  await runOn(connection, CLAIM, [
    claims.map(({ documentId }) => documentId),
    claims.map(({ client }) => client),
    claims.map(({ userId }) => userId),
    claims.map(({ seq }) => seq),
  ]);
}

/** Columns of {@link INSERT}; PostgreSQL counts bytes from 1. */
function entryColumns(records: JournalRecord[]): unknown[][] {
  let next = 1;
  const starts = records.map(({ bytes }) => {
    const start = next;
    next += bytes.length;
    return start;
  });
  return [
    records.map(({ documentId }) => documentId),
    records.map(({ seq }) => seq),
    starts,
    records.map(({ bytes }) => bytes.length),
    records.map(({ userId }) => userId),
    records.map(({ at }) => new Date(at)),
  ];
}
