/** The connection to the database, embedded or PostgreSQL, and the only place that makes Prisma's client. */

import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type EmbeddedServer, startEmbedded } from "./embedded.ts";
import { Prisma, PrismaClient } from "./generated/client.ts";
import { applyMigrations } from "./migrate.ts";

export type Database = PrismaClient;
export type Transaction = Prisma.TransactionClient;
export { Prisma };

/** Connections of the pool to PostgreSQL, which serves other programs too; appends never take them all. */
const POOL_SIZE = 8;
const APPEND_LANES = 3;

/**
 * One, kept open, to PGlite: it runs one query at a time anyhow, and its socket server lets the messages of several
 * connections interleave, so that one's Execute can run another's statement (86 of 400 queries got foreign rows).
 */
const EMBEDDED_POOL = { max: 1, idleTimeoutMillis: 0 };

/** Who waits longer for a connection is told so: a new one on a host that drops packets, or a free one of the pool. */
const CONNECT_LIMIT_MS = 10_000;

/** A statement that takes longer never comes back: its host is gone without a word. */
const STATEMENT_LIMIT_MS = 120_000;

/** Any fixed number: the advisory lock by which a second process on one database is found. */
const NODE_LOCK = 7_071_989_101;

export interface OpenDatabase {
  db: Database;
  /** The same connections for statements without Prisma. */
  pool: pg.Pool;
  /** Appends to the log that may be under way at once. */
  appendLanes: number;
  /** Names of the migrations applied at this start. */
  migrated: string[];
  close(): Promise<void>;
}

/** Another process serves from the same database, and no bus connects the two. */
export class DatabaseInUse extends Error {
  override name = "DatabaseInUse";
}

/**
 * Opens `url`, or the embedded database in `dataDir`, and applies missing migrations. With `exclusive` (a server, not
 * a command beside it) a second one on the same PostgreSQL throws {@link DatabaseInUse}.
 */
export async function openDatabase(
  where: { dataDir: string } | { url: string },
  options: { exclusive?: boolean } = {},
): Promise<OpenDatabase> {
  const embedded = "dataDir" in where ? await startEmbedded(where.dataDir) : null;
  const connection = "url" in where ? { connectionString: where.url } : embeddedConnection(embedded);
  const pool = new pg.Pool({
    ...connection,
    ...(embedded ? EMBEDDED_POOL : { max: POOL_SIZE, keepAlive: true, onConnect: limitIdling }),
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    query_timeout: STATEMENT_LIMIT_MS,
  });
  let lock: pg.Client | null = null;
  const closeConnections = async (): Promise<void> => {
    await pool.end();
    await lock?.end();
    await embedded?.close();
  };
  try {
    if (!embedded && options.exclusive) lock = await lockDatabase(connection);
    const factory = new PrismaPg(pool);
    const migrated = await applyMigrations(factory);
    const db = new PrismaClient({ adapter: factory });
    await db.$connect();
    return {
      db,
      pool,
      appendLanes: embedded ? 1 : APPEND_LANES,
      migrated,
      async close() {
        await db.$disconnect();
        await closeConnections();
      },
    };
  } catch (error) {
    await closeConnections();
    throw error;
  }
}

function embeddedConnection(embedded: EmbeddedServer | null): pg.ClientConfig {
  if (!embedded) throw new Error("No embedded database was started.");
  return { host: embedded.host, port: embedded.port, user: "postgres", database: "postgres", password: "unused" };
}

/** So that a node that hangs, or whose network is gone, does not hold the locks of its transaction for ever. */
async function limitIdling(client: pg.ClientBase): Promise<void> {
  await client.query("SET idle_in_transaction_session_timeout = '60s'");
}

/** Held by a session, so it ends with the process, also when that is killed. */
async function lockDatabase(connection: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: CONNECT_LIMIT_MS, keepAlive: true });
  await client.connect();
  const { rows } = await client.query<{ locked: boolean }>("SELECT pg_try_advisory_lock($1) AS locked", [NODE_LOCK]);
  if (rows[0]?.locked) return client;
  await client.end();
  throw new DatabaseInUse(
    "Another Glossa server uses this database. Stop it first; several servers on one database need REDIS_URL.",
  );
}
