/** The update log of a database: with a journal before it where the database is the embedded one. */

import { join } from "node:path";
import type { Logger } from "../log.ts";
import type { UpdateLog } from "../sync/log.ts";
import type { OpenDatabase } from "./database.ts";
import { Journal } from "./journal/journal.ts";
import { JournaledLog } from "./journal/journaled-log.ts";
import { takeOver } from "./journal/take-over.ts";
import { createUpdateLog } from "./update-log.ts";

export interface OpenLog {
  log: UpdateLog;
  /** Whether what was accepted can't be brought into the database just now. */
  isStuck(): boolean;
  /** To be called before the database is closed. */
  close(): Promise<void>;
}

/**
 * `dataDir`: of the embedded database, else null. Takes over what a killed process left in the journal before anybody
 * reads. Throws JournalDamaged when that is not possible.
 */
export async function openLog(
  database: OpenDatabase,
  { dataDir, logger }: { dataDir: string | null; logger: Logger },
): Promise<OpenLog> {
  const inner = createUpdateLog(database);
  if (dataDir === null) return { log: inner, isStuck: () => false, close: () => inner.close() };
  const { journal, left } = await Journal.open(join(dataDir, "journal"));
  if (left.records.length > 0) {
    await takeOver(database.pool, left.records);
    logger.info({ records: left.records.length }, "what the last process wrote into its journal was taken over");
  }
  await left.remove();
  const log = new JournaledLog({
    inner,
    journal,
    takeOver: (records) => takeOver(database.pool, records),
    obstacle: database.obstacle,
    logger,
  });
  return {
    log,
    isStuck: () => log.isStuck,
    async close() {
      await log.close();
      await inner.close();
    },
  };
}
