/** Reads a document's state from its rows. */

import { NoSuchDocument, type StoredState } from "../sync/log.ts";
import { type Connection, type Pool, run, runOn, type Statement } from "./pool.ts";

/**
 * One statement, so one view of the rows: between two of them a compaction would leave a hole. The entries come as one
 * value, each behind its length, for a row each costs ten times as much to take in.
 */
const READ_STATE: Statement = {
  name: "read-state",
  text: `
    SELECT d.seq, s.seq AS "snapshotSeq", s.bytes AS snapshot, e.count, e.bytes, c.claims
    FROM "Document" d
    LEFT JOIN LATERAL (
      SELECT seq, bytes FROM "Snapshot" WHERE "documentId" = d.id AND seq > $2 ORDER BY seq DESC LIMIT 1
    ) s ON true
    CROSS JOIN LATERAL (
      SELECT count(*)::int, string_agg(int4send(octet_length(bytes)) || bytes, ''::bytea ORDER BY seq) AS bytes
      FROM "LogEntry" WHERE "documentId" = d.id AND seq > coalesce(s.seq, $2)
    ) e
    CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object('client', client, 'userId', "userId")) AS claims
      FROM "ClientClaim" WHERE "documentId" = d.id AND seq > $2
    ) c
    WHERE d.id = $1`,
};

interface Row {
  seq: number;
  snapshotSeq: number | null;
  snapshot: Buffer | null;
  count: number;
  bytes: Buffer | null;
  claims: StoredState["claims"] | null;
}

/** What was written after `seq`; 0: all. Throws {@link NoSuchDocument}, and when rows are missing. */
export async function readState(on: Pool | Connection, documentId: string, seq: number): Promise<StoredState> {
  const values = [documentId, seq];
  const rows = isPool(on) ? await run<Row>(on, READ_STATE, values) : await runOn<Row>(on, READ_STATE, values);
  const [row] = rows;
  if (!row) throw new NoSuchDocument(documentId);
  const first = row.snapshotSeq ?? seq;
  if (first + row.count !== row.seq) {
    throw new Error(
      `The log of ${documentId} has a gap between ${first} and its head, ${row.seq}: ${row.count} entries.`,
    );
  }
  return {
    seq: row.seq,
    snapshot: row.snapshot,
    entries: row.bytes ? cutApart(row.bytes) : [],
    claims: row.claims ?? [],
  };
}

const isPool = (on: Pool | Connection): on is Pool => "totalCount" in on;

const LENGTH_BYTES = 4;

function cutApart(bytes: Buffer): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const from = at + LENGTH_BYTES;
    at = from + bytes.readInt32BE(at);
    entries.push(bytes.subarray(from, at));
  }
  return entries;
}
