/** The connection to the database, embedded or PostgreSQL, and the only place that makes Prisma's client. */

import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { inBootLock, type ServerKind, ServerLock } from "./database-lock.ts";
import { type EmbeddedServer, startEmbedded } from "./embedded.ts";
import { type Prisma, PrismaClient } from "./generated/client.ts";
import { applyMigrations } from "./migrate.ts";
import { Upkeep } from "./upkeep.ts";

export type Database = PrismaClient;
export type Transaction = Prisma.TransactionClient;

/** Connections of the pool to PostgreSQL, which serves other programs too; appends never take them all. */
const POOL_SIZE = 8;
const APPEND_LANES = 3;

const LIMITS = {
  /** Who waits longer for a connection is told so: a new one to a host that drops packets, or a free one of the pool. */
  connectionTimeoutMillis: 10_000,
  /** A statement that takes longer never comes back: its host is gone without a word. */
  query_timeout: 120_000,
};

export interface OpenDatabase extends Omit<Storage, "migrate"> {
  db: Database;
  /** Names of the migrations applied at this start. */
  migrated: string[];
}

interface Storage {
  /** The connections that Prisma uses, for statements without it. */
  pool: pg.Pool;
  /** Appends to the log that may be under way at once. */
  appendLanes: number;
  /** Why nothing can be stored now, in one sentence, as far as is known without asking the database. */
  obstacle(): string | null;
  /** Names of the migrations that were missing and are applied now. */
  migrate(): Promise<string[]>;
  /** To be told of rows of the log that were deleted, in bytes: their room is to be used again. */
  afterDeleting(bytes: number): Promise<void>;
  /** Runs `work` while no other process on this database does such work: what is to happen once in an installation. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Null: no server, but a command beside one. */
  server?: ServerKind | null;
  /** Tells whoever runs the server of trouble with the database, in one sentence. */
  report?: (sentence: string) => void;
  /** The embedded database ended by itself and works again. */
  onRestarted?: () => void;
}

/**
 * Opens `url`, or the embedded database in `dataDir`, and applies missing migrations. A server that can't work
 * beside those that use the same PostgreSQL throws DatabaseInUse.
 */
export async function openDatabase(
  where: { dataDir: string } | { url: string },
  { server = null, report = () => {}, onRestarted = () => {} }: OpenOptions = {},
): Promise<OpenDatabase> {
  const storage =
    "url" in where
      ? await openPostgres(where.url, server, report)
      : await openEmbedded(where.dataDir, { report, onRestarted });
  // An idle connection that breaks is replaced; whoever asks for one is told if that fails.
  storage.pool.on("error", (error) => report(`A connection to the database broke: ${error.message}.`));
  try {
    const migrated = await storage.alone(() => storage.migrate());
    const db = new PrismaClient({ adapter: new PrismaPg(storage.pool) });
    await db.$connect();
    return {
      ...storage,
      db,
      migrated,
      async close() {
        await db.$disconnect();
        await storage.close();
      },
    };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

type Report = (sentence: string) => void;

async function openEmbedded(dataDir: string, options: { report: Report; onRestarted: () => void }): Promise<Storage> {
  const embedded = await startEmbedded(dataDir, options);
  const pool = poolOf(embedded);
  const upkeep = new Upkeep(pool, options.report);
  return {
    pool,
    appendLanes: 1,
    obstacle: () => embedded.obstacle(),
    afterDeleting: (bytes) => upkeep.afterDeleting(bytes),
    migrate: () => applyMigrations(new PrismaPg(pool)),
    // It is one process's alone by its DATA_DIR.
    alone: (work) => work(),
    async close() {
      upkeep.stop();
      await pool.end();
      await embedded.close();
    },
  };
}

/** One connection, kept open: PGlite has one session. */
export function poolOf(embedded: EmbeddedServer): pg.Pool {
  const session = { user: "postgres", database: "postgres", ssl: false, max: 1, idleTimeoutMillis: 0 };
  return new pg.Pool({ stream: () => embedded.stream(), ...session, ...LIMITS });
}

async function openPostgres(connectionString: string, kind: ServerKind | null, report: Report): Promise<Storage> {
  const connection = { connectionString, connectionTimeoutMillis: LIMITS.connectionTimeoutMillis };
  const lock = kind ? await ServerLock.take(connection, kind, report) : null;
  const server = { connectionString, max: POOL_SIZE, keepAlive: true, onConnect: limitIdling };
  const pool = new pg.Pool({ ...server, ...LIMITS });
  return {
    pool,
    appendLanes: APPEND_LANES,
    obstacle: () => null,
    // It does so itself.
    afterDeleting: async () => {},
    // Prisma's engine leaves its lock to the session: it has to end, or the next node waits for it.
    async migrate() {
      const own = new pg.Pool({ ...server, ...LIMITS, max: 1 });
      try {
        return await applyMigrations(new PrismaPg(own));
      } finally {
        await own.end();
      }
    },
    alone: (work) => inBootLock(connection, work),
    async close() {
      await pool.end();
      await lock?.release();
    },
  };
}

/** So that a node that hangs, or whose network is gone, does not hold the locks of its transaction for ever. */
async function limitIdling(client: pg.ClientBase): Promise<void> {
  await client.query("SET idle_in_transaction_session_timeout = '60s'");
}
