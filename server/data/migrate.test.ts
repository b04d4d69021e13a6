/** The migrations lead to what prisma/schema.prisma says: the same columns and indexes as its own SQL makes. */

import { PrismaPg } from "@prisma/adapter-pg";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../tests/support/server.ts";
import { openDatabase, poolOf } from "./database.ts";
import { startEmbedded } from "./embedded.ts";
import { PrismaClient } from "./generated/client.ts";
import { schemaSql } from "./new-migration.ts";

async function shape(db: PrismaClient): Promise<unknown[]> {
  const columns = await db.$queryRawUnsafe<{ table_name: string }[]>(`
    SELECT table_name::text, column_name::text, udt_name::text, is_nullable::text, column_default::text
    FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`);
  const indexes = await db.$queryRawUnsafe<{ tablename: string }[]>(`
    SELECT tablename::text, indexdef::text FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2`);
  return [
    ...columns.filter(({ table_name }) => table_name !== "_prisma_migrations"),
    ...indexes.filter(({ tablename }) => tablename !== "_prisma_migrations"),
  ];
}

test("the migrations make what the schema says", async () => {
  const migrated = await openDatabase({ dataDir: temporaryFolder() });
  const byMigrations = await shape(migrated.db);
  await migrated.close();

  const sql = await schemaSql(null);
  const server = await startEmbedded(temporaryFolder());
  const pool = poolOf(server);
  const db = new PrismaClient({ adapter: new PrismaPg(pool) });
  for (const statement of sql.split(/;\s*\n/).filter((part) => /\S/.test(part))) await db.$executeRawUnsafe(statement);
  const bySchema = await shape(db);
  await db.$disconnect();
  await pool.end();
  await server.close();

  expect(bySchema.length).toBeGreaterThan(80);
  expect(byMigrations).toEqual(bySchema);
}, 120_000);
