/**
 * Applies `prisma/migrations` with Prisma's own engine compiled to WebAssembly: the native one is a download, which
 * many of the networks that run Glossa do not let through. It keeps the real `_prisma_migrations` table.
 */

import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MIGRATIONS = join(ROOT, "prisma", "migrations");

/** What wasm-bindgen's glue exports besides its declared types. */
type EngineModule = typeof import("@prisma/schema-engine-wasm/schema_engine_bg") &
  WebAssembly.ModuleImports & { __wbg_set_wasm(exports: WebAssembly.Exports): void };

let engine: ReturnType<typeof instantiateEngine> | null = null;

/** Once a process: the glue keeps views of one instance's memory. */
function loadEngine() {
  engine ??= instantiateEngine();
  return engine;
}

async function instantiateEngine() {
  const bg: EngineModule = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const bytes = await readFile(join(folder, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": { ...bg } });
  bg.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
  return bg.SchemaEngine;
}

async function migrationsList() {
  const names = (await readdir(MIGRATIONS, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok" as const, value: await readFile(join(MIGRATIONS, name, "migration.sql"), "utf8") },
      },
    })),
  );
  return {
    baseDir: MIGRATIONS,
    lockfile: {
      path: "./migration_lock.toml",
      content: await readFile(join(MIGRATIONS, "migration_lock.toml"), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories,
  };
}

const NO_FILTER = { externalTables: [], externalEnums: [] };

/** Applies what is missing; returns the names of the migrations applied. */
export async function applyMigrations(factory: SqlMigrationAwareDriverAdapterFactory): Promise<string[]> {
  const SchemaEngine = await loadEngine();
  const engine = await SchemaEngine.new(
    { datamodels: undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  const { appliedMigrationNames } = await engine.applyMigrations({
    migrationsList: await migrationsList(),
    filters: NO_FILTER,
  });
  return appliedMigrationNames;
}

/**
 * The SQL that leads from one schema file's text to another's: the text of a new migration. Null: from nothing. The
 * factory is only asked for its kind; no database is read.
 */
export async function migrationSql(
  factory: SqlMigrationAwareDriverAdapterFactory,
  from: string | null,
  to: string,
): Promise<string> {
  const SchemaEngine = await loadEngine();
  const datamodel = (content: string) => ({
    tag: "schemaDatamodel" as const,
    files: [{ path: "schema.prisma", content }],
  });
  const engine = await SchemaEngine.new(
    { datamodels: [["schema.prisma", to]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  const { stdout } = await engine.diff({
    from: from === null ? { tag: "empty" } : datamodel(from),
    to: datamodel(to),
    script: true,
    exitCode: null,
    filters: NO_FILTER,
  });
  return stdout ?? "";
}
