/**
 * Who works on a PostgreSQL: one server alone, or several nodes that share it and a bus. Advisory locks say so; each is
 * held by a session of its own, so that it ends with the process, also when that is killed.
 */

import pg from "pg";

/** Any fixed numbers, the names of the locks. */
const SERVERS_LOCK = 7_071_989_101;
const BOOT_LOCK = 7_071_989_102;

/** How often a lock that was lost with its connection is asked for again, in milliseconds. */
const AGAIN = 1000;

/** A machine that vanished gives its locks back after about 25 seconds, not PostgreSQL's two hours. */
const NOTICE_A_DEAD_HOST =
  "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";

/** Another server uses the database, and no bus connects the two. */
export class DatabaseInUse extends Error {
  override name = "DatabaseInUse";
}

/** `single`: the only server on its database; `node`: one of several, which have REDIS_URL. */
export type ServerKind = "single" | "node";

const TRY = { single: "pg_try_advisory_lock", node: "pg_try_advisory_lock_shared" } as const;

const IN_USE = {
  single: "Another Glossa server uses this database. Stop it first; several servers on one database need REDIS_URL.",
  node: "A Glossa server without REDIS_URL uses this database. Stop it first, or start it with REDIS_URL too.",
} as const;

/** Keeps servers that can't work beside this one from starting. */
export class ServerLock {
  private readonly connection: pg.ClientConfig;
  private readonly kind: ServerKind;
  private readonly onProblem: (sentence: string) => void;
  private client: pg.Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isReleased = false;
  private hasComplained = false;

  /** Throws {@link DatabaseInUse}. A connection that is lost later is made again, and the lock taken anew. */
  static async take(
    connection: pg.ClientConfig,
    kind: ServerKind,
    onProblem: (sentence: string) => void,
  ): Promise<ServerLock> {
    const lock = new ServerLock(connection, kind, onProblem);
    await lock.hold();
    return lock;
  }

  private constructor(connection: pg.ClientConfig, kind: ServerKind, onProblem: (sentence: string) => void) {
    this.connection = connection;
    this.kind = kind;
    this.onProblem = onProblem;
  }

  private async hold(): Promise<void> {
    const client = await connected(this.connection);
    try {
      const { rows } = await client.query<{ locked: boolean }>(`SELECT ${TRY[this.kind]}($1) AS locked`, [
        SERVERS_LOCK,
      ]);
      if (!rows[0]?.locked) throw new DatabaseInUse(IN_USE[this.kind]);
    } catch (error) {
      await client.end();
      throw error;
    }
    if (this.isReleased) return client.end();
    this.client = client;
    this.hasComplained = false;
    client.once("end", () => this.takeAgain());
  }

  private takeAgain(): void {
    this.client = null;
    if (this.isReleased) return;
    this.timer = setTimeout(() => {
      this.hold().catch((error: unknown) => {
        // That the database can't be reached is said by those who need it.
        if (error instanceof DatabaseInUse && !this.hasComplained) {
          this.hasComplained = true;
          this.onProblem(error.message);
        }
        this.takeAgain();
      });
    }, AGAIN);
    this.timer.unref();
  }

  async release(): Promise<void> {
    this.isReleased = true;
    if (this.timer) clearTimeout(this.timer);
    await this.client?.end();
  }
}

/** Runs `work` while no other process on this database runs such work: what nodes that start at once may do only once. */
export async function inBootLock<T>(connection: pg.ClientConfig, work: () => Promise<T>): Promise<T> {
  const client = await connected(connection);
  try {
    await client.query("SELECT pg_advisory_lock($1)", [BOOT_LOCK]);
    return await work();
  } finally {
    await client.end();
  }
}

async function connected(connection: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...connection, keepAlive: true });
  // Without a listener a lost connection would end the process; "end" follows, and queries under way reject.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(NOTICE_A_DEAD_HOST);
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}
