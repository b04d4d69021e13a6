/** Stores entries and claims of one or several documents in one statement. */

import type { Append } from "../sync/log.ts";
import type { Statement } from "./pool.ts";

/**
 * Heads are locked in the order of their ids, so that two nodes never wait for one another. Raising a head locks it until
 * the commit, so sequences have no gaps and follow the order of commits. Documents that do not exist are passed over:
 * they are not among the heads that come back.
 *
 * A claim of a client id that belongs to somebody else sets null where a user has to be, so the statement fails.
 *
 * Entries come as one value and are cut apart here: an array of bytes would travel as text, twice as long.
 */
export const APPEND: Statement = {
  name: "append",
  text: `
    WITH wanted AS MATERIALIZED (
      SELECT * FROM unnest($1::text[], $2::int[]) AS w (id, count)
    ), locked AS MATERIALIZED (
      SELECT id FROM "Document" WHERE id = ANY ($1::text[]) ORDER BY id FOR NO KEY UPDATE
    ), head AS (
      UPDATE "Document" d SET seq = d.seq + w.count
      FROM locked JOIN wanted w USING (id) WHERE d.id = locked.id
      RETURNING d.id, d.seq, w.count
    ), entry AS (
      INSERT INTO "LogEntry" ("documentId", seq, bytes, "userId")
      SELECT head.id, head.seq - head.count + e.position, substring($3::bytea FROM e.start FOR e.length), e."userId"
      FROM unnest($4::text[], $5::int[], $6::int[], $7::int[], $8::uuid[]) AS e (id, position, start, length, "userId")
      JOIN head USING (id)
    ), claim AS (
      INSERT INTO "ClientClaim" AS known ("documentId", client, "userId", seq)
      SELECT head.id, c.client, c."userId", head.seq
      FROM unnest($9::text[], $10::bigint[], $11::uuid[]) AS c (id, client, "userId")
      JOIN head USING (id)
      ON CONFLICT ("documentId", client) DO UPDATE
      SET "userId" = CASE known."userId" WHEN excluded."userId" THEN known."userId" END
    )
    SELECT id, seq FROM head`,
};

export interface Head {
  id: string;
  seq: number;
}

/** Values for {@link APPEND}; each document is in `appends` once. */
export function appendValues(appends: Append[]): unknown[] {
  const bytes = appends.flatMap(({ entries }) => entries.map((entry) => entry.bytes));
  const entry: { ids: string[]; positions: number[]; starts: number[]; lengths: number[]; users: (string | null)[] } = {
    ids: [],
    positions: [],
    starts: [],
    lengths: [],
    users: [],
  };
  let start = 1;
  for (const { documentId, entries } of appends) {
    for (const [index, { bytes, userId }] of entries.entries()) {
      entry.ids.push(documentId);
      entry.positions.push(index + 1);
      entry.starts.push(start);
      entry.lengths.push(bytes.length);
      entry.users.push(userId);
      start += bytes.length;
    }
  }
  const claims = appends.flatMap(({ documentId, claims }) => claims.map((claim) => ({ documentId, ...claim })));
  return [
    appends.map(({ documentId }) => documentId),
    appends.map(({ entries }) => entries.length),
    Buffer.concat(bytes),
    entry.ids,
    entry.positions,
    entry.starts,
    entry.lengths,
    entry.users,
    claims.map(({ documentId }) => documentId),
    claims.map(({ client }) => client),
    claims.map(({ userId }) => userId),
  ];
}
