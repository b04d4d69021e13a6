/** Finds a second process on one database, where no bus connects the two. */

import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";

/** Any fixed number, of an advisory lock. */
const NODE_LOCK = 7_071_989_101;

/** Between attempts to get it back, in milliseconds. */
const RETRY_PAUSE = 1000;

/** Another process serves from the same database, and no bus connects the two. */
export class DatabaseInUse extends Error {
  override name = "DatabaseInUse";
}

export interface NodeLock {
  release(): Promise<void>;
}

/**
 * Held by a session, so it ends with the process, also when that is killed; taken again when PostgreSQL was restarted.
 * Throws {@link DatabaseInUse}. `report`: trouble later on, in a sentence.
 */
export async function lockDatabase(config: pg.ClientConfig, report: (sentence: string) => void): Promise<NodeLock> {
  let isReleased = false;
  let session = await lockWith(config, onLost);

  function onLost(): void {
    if (!isReleased) void regain();
  }

  async function regain(): Promise<void> {
    for (let reason = ""; !isReleased; await delay(RETRY_PAUSE, undefined, { ref: false })) {
      try {
        session = await lockWith(config, onLost);
        if (isReleased) await session.end();
        return;
      } catch (error) {
        const isOther = error instanceof DatabaseInUse;
        const found = isOther
          ? error.message
          : "The connection that marks the database as used broke; it is made anew.";
        if (found !== reason) report(found);
        reason = found;
      }
    }
  }

  return {
    async release() {
      isReleased = true;
      await session.end();
    },
  };
}

async function lockWith(config: pg.ClientConfig, onLost: () => void): Promise<pg.Client> {
  const client = new pg.Client({ ...config, keepAlive: true });
  // Before it is connected `connect` rejects as well.
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query<{ locked: boolean }>("SELECT pg_try_advisory_lock($1) AS locked", [NODE_LOCK]);
  if (rows[0]?.locked) {
    client.once("end", onLost);
    return client;
  }
  await client.end();
  throw new DatabaseInUse(
    "Another Glossa server uses this database. Stop it first; several servers on one database need REDIS_URL.",
  );
}
