/** Stores entries and claims of one or several documents in one statement. */

import type { Append } from "../sync/log.ts";
import { type Connection, type Pool, run, runOn, type Statement } from "./pool.ts";

export interface Head {
  id: string;
  seq: number;
}

/**
 * Gives the documents' heads; one that does not exist is not among them. Each document is in `appends` once. In the
 * transaction of a connection, or in one of its own.
 */
export function writeAppends(on: Pool | Connection, appends: Append[]): Promise<Head[]> {
  const [only] = appends;
  const isPlain = appends.length === 1 && only && only.claims.length === 0;
  const [statement, values] = isPlain ? [APPEND_ONE, plainValues(only)] : [APPEND, generalValues(appends)];
  return "totalCount" in on ? run<Head>(on, statement, values) : runOn<Head>(on, statement, values);
}

/** The usual case, at half the cost of the general one. */
const APPEND_ONE: Statement = {
  name: "append-one",
  text: `
    WITH head AS (
      UPDATE "Document" SET seq = seq + $2::int WHERE id = $1 RETURNING id, seq
    ), entry AS (
      INSERT INTO "LogEntry" ("documentId", seq, bytes, "userId")
      SELECT head.id, head.seq - $2::int + e.position, substring($3::bytea FROM e.start FOR e.length), e."userId"
      FROM head, unnest($4::int[], $5::int[], $6::int[], $7::uuid[]) AS e (position, start, length, "userId")
    )
    SELECT id, seq FROM head`,
};

/**
 * Heads are locked in the order of their ids, so that two nodes never wait for one another. Raising a head locks it until
 * the commit, so sequences have no gaps and follow the order of commits. Documents that do not exist are passed over:
 * they are not among the heads that come back.
 *
 * A claim of a client id that belongs to somebody else sets null where a user has to be, so the statement fails.
 *
 * Entries come as one value and are cut apart here: an array of bytes would travel as text, twice as long.
 */
const APPEND: Statement = {
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

interface Columns {
  ids: string[];
  positions: number[];
  starts: number[];
  lengths: number[];
  users: (string | null)[];
}

function plainValues(append: Append): unknown[] {
  const { positions, starts, lengths, users } = columnsOf([append]);
  return [append.documentId, append.entries.length, bytesOf([append]), positions, starts, lengths, users];
}

function generalValues(appends: Append[]): unknown[] {
  const { ids, positions, starts, lengths, users } = columnsOf(appends);
  const claims = appends.flatMap(({ documentId, claims }) => claims.map((claim) => ({ documentId, ...claim })));
  return [
    appends.map(({ documentId }) => documentId),
    appends.map(({ entries }) => entries.length),
    bytesOf(appends),
    ids,
    positions,
    starts,
    lengths,
    users,
    claims.map(({ documentId }) => documentId),
    claims.map(({ client }) => client),
    claims.map(({ userId }) => userId),
  ];
}

const bytesOf = (appends: Append[]): Buffer =>
  Buffer.concat(appends.flatMap(({ entries }) => entries.map(({ bytes }) => bytes)));

function columnsOf(appends: Append[]): Columns {
  const columns: Columns = { ids: [], positions: [], starts: [], lengths: [], users: [] };
  // PostgreSQL counts from 1.
  let start = 1;
  for (const { documentId, entries } of appends) {
    for (const [index, { bytes, userId }] of entries.entries()) {
      columns.ids.push(documentId);
      columns.positions.push(index + 1);
      columns.starts.push(start);
      columns.lengths.push(bytes.length);
      columns.users.push(userId);
      start += bytes.length;
    }
  }
  return columns;
}
