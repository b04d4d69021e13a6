/** The rows that follow from the log, as they were written along and as they are when they are made anew from it. */

import pino from "pino";
import { openDatabase } from "../../server/data/database.ts";
import { openLog } from "../../server/data/open-log.ts";
import { rebuildProjection } from "../../server/data/rebuild.ts";

/** Ordered by all that they hold. */
const PROJECTIONS = {
  annotations: `SELECT to_jsonb(a)::text AS row FROM "Annotation" a ORDER BY 1`,
  comments: `SELECT to_jsonb(c)::text AS row FROM "Comment" c ORDER BY 1`,
  "tags of annotations": `SELECT to_jsonb(t)::text AS row FROM "AnnotationTag" t ORDER BY 1`,
  tags: `SELECT to_jsonb(t)::text AS row FROM "Tag" t ORDER BY 1`,
};

/** What differs, after the server has ended; with how many rows there are. Loads every log, so a gap in one is found too. */
export async function rowFaults(
  where: { dataDir: string } | { url: string },
): Promise<{ faults: string[]; rows: number }> {
  const database = await openDatabase(where);
  const dataDir = "dataDir" in where ? where.dataDir : null;
  const log = await openLog(database, { dataDir, logger: pino({ level: "silent" }) });
  const dump = async (): Promise<Map<string, string[]>> => {
    const all = new Map<string, string[]>();
    for (const [name, text] of Object.entries(PROJECTIONS)) {
      const { rows } = await database.pool.query<{ row: string }>(text);
      all.set(
        name,
        rows.map(({ row }) => row),
      );
    }
    return all;
  };
  try {
    const before = await dump();
    await rebuildProjection(database, log.log);
    const after = await dump();
    const faults = [...before].flatMap(([name, rows]) => {
      const wanted = after.get(name) ?? [];
      const wrong = rows.filter((row) => !wanted.includes(row));
      const missing = wanted.filter((row) => !rows.includes(row));
      if (wrong.length + missing.length === 0) return [];
      return [`Rows of ${name}: ${wrong.length} wrong, such as ${wrong[0]}; ${missing.length} missing: ${missing[0]}`];
    });
    return { faults, rows: [...before.values()].reduce((sum, { length }) => sum + length, 0) };
  } finally {
    await log.close();
    await database.close();
  }
}
