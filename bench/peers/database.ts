/** The database of our own server while that is stopped, to make what would take hours to type. */

import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";

/** A statement with its parameters $1, $2 …; the rows. */
export type Sql = (statement: string, parameters?: unknown[]) => Promise<Record<string, unknown>[]>;

export async function openDatabase(
  where: { url: string } | { dataDir: string },
): Promise<{ sql: Sql; close(): Promise<void> }> {
  if ("dataDir" in where) {
    const database = await PGlite.create(join(where.dataDir, "database"));
    return {
      sql: async (statement, parameters) => (await database.query<Record<string, unknown>>(statement, parameters)).rows,
      close: () => database.close(),
    };
  }
  const client = new pg.Client({ connectionString: where.url });
  await client.connect();
  return {
    sql: async (statement, parameters) => (await client.query(statement, parameters)).rows,
    close: () => client.end(),
  };
}
