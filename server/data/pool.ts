/** The connections that Prisma's client and the log's own statements share, and how the latter use one. */

import pg from "pg";

export type Pool = pg.Pool;
/** One connection, held by whoever was given it. */
export type Connection = pg.PoolClient;

/** A statement that each connection prepares once, under its name: on PGlite that halves the cost of an append. */
export interface Statement {
  name: string;
  text: string;
}

/** No connection became free in time; nothing was sent. */
export class DatabaseBusy extends Error {
  override name = "DatabaseBusy";
}

/** Runs one statement, a transaction of its own. */
export function run<Row extends pg.QueryResultRow>(
  pool: Pool,
  statement: Statement,
  values: unknown[],
): Promise<Row[]> {
  return withConnection(
    pool,
    (connection) => runOn<Row>(connection, statement, values),
    (_, error) => (isRefused(error) ? Promise.resolve() : Promise.reject(error)),
  );
}

/** Runs one statement in the transaction of `connection`. */
export async function runOn<Row extends pg.QueryResultRow>(
  connection: Connection,
  statement: Statement,
  values: unknown[],
): Promise<Row[]> {
  return (await connection.query<Row>({ ...statement, values })).rows;
}

/** Commits when `use` resolves, and rolls back when it rejects. */
export function inTransaction<T>(pool: Pool, use: (connection: Connection) => Promise<T>): Promise<T> {
  return withConnection(
    pool,
    async (connection) => {
      await connection.query("BEGIN");
      const value = await use(connection);
      await connection.query("COMMIT");
      return value;
    },
    (connection) => connection.query("ROLLBACK"),
  );
}

/** Classes of SQLSTATE (PostgreSQL's manual, appendix A) that speak of the statement, not of the server's state. */
const REFUSALS = new Set(["21", "22", "23", "40", "42"]);

/** Whether the statement was refused for what it says, so surely rolled back; after other errors it may be stored. */
export function isRefused(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && REFUSALS.has(error.code?.slice(0, 2) ?? "");
}

/**
 * `recover` makes the connection fit for the next one after an error; when it rejects the connection is thrown away.
 * (`pool.query` does so for any refused statement, with all that was prepared on it.)
 */
async function withConnection<T>(
  pool: Pool,
  use: (connection: Connection) => Promise<T>,
  recover: (connection: Connection, error: unknown) => Promise<unknown>,
): Promise<T> {
  const connection = await connect(pool);
  let isBroken = false;
  // One that breaks between two statements says so by this event, which would end the process if nobody listened.
  const onError = (): void => {
    isBroken = true;
  };
  connection.on("error", onError);
  try {
    return await use(connection);
  } catch (error) {
    if (!isBroken) await recover(connection, error).catch(onError);
    throw error;
  } finally {
    connection.off("error", onError);
    connection.release(isBroken);
  }
}

async function connect(pool: Pool): Promise<Connection> {
  try {
    return await pool.connect();
  } catch (error) {
    const isFull = pool.totalCount >= (pool.options.max ?? 0);
    if (!isFull || !(error instanceof Error) || !error.message.startsWith("timeout exceeded")) throw error;
    const seconds = (pool.options.connectionTimeoutMillis ?? 0) / 1000;
    throw new DatabaseBusy(`No connection to the database became free within ${seconds} seconds.`, { cause: error });
  }
}
