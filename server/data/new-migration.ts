/**
 * For contributors: `npx tsx server/data/new-migration.ts NAME` writes the migration that leads from the schema file as
 * last committed to the one in the working tree. Prisma's own `migrate dev` needs a native engine that it downloads.
 */

import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { poolOf } from "./database.ts";
import { startEmbedded } from "./embedded.ts";
import { migrationSql } from "./migrate.ts";

const SCHEMA = new URL("../../prisma/schema.prisma", import.meta.url);

/** The SQL between two schema files; null: from nothing to the one in the working tree. */
export async function schemaSql(from: string | null): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "glossa-migration-"));
  const server = await startEmbedded(folder);
  const pool = poolOf(server);
  try {
    return await migrationSql(new PrismaPg(pool), from, await readFile(SCHEMA, "utf8"));
  } finally {
    await pool.end();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const [, script, name] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  if (!name || !/^[a-z0-9_]+$/.test(name)) throw new Error("Give the migration a name of a-z, 0-9 and _.");
  const sql = await schemaSql(execFileSync("git", ["show", "HEAD:prisma/schema.prisma"], { encoding: "utf8" }));
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = fileURLToPath(new URL(`../../prisma/migrations/${stamp}_${name}`, import.meta.url));
  await mkdir(folder);
  await writeFile(join(folder, "migration.sql"), sql);
  process.stdout.write(`${folder}\n`);
}
