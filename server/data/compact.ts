/** Puts a snapshot in place of a document's entries. */

import { type Pool, run, type Statement } from "./pool.ts";
import { readState } from "./read-state.ts";
import type { SnapshotBuilder } from "./snapshot-builder.ts";

/**
 * Gives the bytes of the rows that it deleted. The rows are read in one statement and replaced in another, both atomic, so a kill in between leaves all as it was.
 * Two nodes at once do no harm: each deletes what its own snapshot holds, and never a newer snapshot.
 */
export async function compact(
  pool: Pool,
  builder: SnapshotBuilder,
  documentId: string,
  least: number,
): Promise<number> {
  const [found] = await run<{ entries: number }>(pool, COUNT, [documentId]);
  if (!found || found.entries < Math.max(1, least)) return 0;
  const { seq, snapshot, entries } = await readState(pool, documentId, 0);
  if (entries.length === 0) return 0;
  const bytes = await builder.build(snapshot, entries);
  await run(pool, REPLACE, [documentId, seq, seq - entries.length, Buffer.from(bytes.buffer)]);
  return entries.reduce((sum, { length }) => sum + length, snapshot?.length ?? 0);
}

const COUNT: Statement = {
  name: "entries-since-snapshot",
  text: `
    SELECT seq - coalesce((SELECT max(seq) FROM "Snapshot" WHERE "documentId" = id), 0) AS entries
    FROM "Document" WHERE id = $1`,
};

/** Another node may have made this very snapshot, or a newer one; what it deleted is not there to be deleted again. */
const REPLACE: Statement = {
  name: "replace-by-snapshot",
  text: `
    WITH made AS (
      INSERT INTO "Snapshot" ("documentId", seq, bytes)
      SELECT $1, $2, $4 WHERE NOT EXISTS (SELECT FROM "Snapshot" WHERE "documentId" = $1 AND seq >= $2)
      ON CONFLICT DO NOTHING
    ), compacted AS (
      DELETE FROM "LogEntry" WHERE "documentId" = $1 AND seq > $3 AND seq <= $2
    )
    DELETE FROM "Snapshot" WHERE "documentId" = $1 AND seq < $2`,
};
