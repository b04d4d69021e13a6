// Hocuspocus 4. FLUSH_DELAY: milliseconds that it gathers updates (default its own, 0: those of one turn of the loop).
// DATABASE: a file to store documents in, as its SQLite extension does (the same statement and default delays), with
// Node's own SQLite, because the extension's needs an install script.
import { DatabaseSync } from "node:sqlite";
import { Database } from "database4";
import { Server } from "hocuspocus4";

const { PORT, FLUSH_DELAY, DATABASE } = process.env;

/** @param {string} file */
function storeIn(file) {
  const sqlite = new DatabaseSync(file);
  sqlite.exec(
    'CREATE TABLE IF NOT EXISTS "documents" ("name" varchar(255) NOT NULL, "data" blob NOT NULL, UNIQUE(name))',
  );
  const select = sqlite.prepare("SELECT data FROM documents WHERE name = ?");
  const upsert = sqlite.prepare(
    "INSERT INTO documents (name, data) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET data = excluded.data",
  );
  return new Database({
    fetch: async ({ documentName }) => select.get(documentName)?.data ?? null,
    store: async ({ documentName, state }) => void upsert.run(documentName, state),
  });
}

await new Server({
  address: "127.0.0.1",
  port: Number(PORT),
  quiet: true,
  ...(FLUSH_DELAY ? { flushDelay: Number(FLUSH_DELAY) } : {}),
  extensions: DATABASE ? [storeIn(DATABASE)] : [],
}).listen();
