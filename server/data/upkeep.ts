/** What PostgreSQL's autovacuum does, and PGlite has not: without it the room of deleted rows is never used again. */

import type { Pool } from "./pool.ts";

/** In bytes of deleted rows: a vacuum of the log's tables takes some milliseconds. */
const VACUUM_AFTER = 16 * 1024 * 1024;

/** In milliseconds. All tables take a tenth of a second and more, so not while the server starts. */
const FIRST_AFTER = 60_000;
const EVERY = 24 * 60 * 60 * 1000;

export class Upkeep {
  private readonly pool: Pool;
  private readonly report: (sentence: string) => void;
  private readonly timers: NodeJS.Timeout[];
  private deleted = 0;

  constructor(pool: Pool, report: (sentence: string) => void) {
    this.pool = pool;
    this.report = report;
    const all = (): void => void this.run("VACUUM (ANALYZE)");
    this.timers = [setTimeout(all, FIRST_AFTER).unref(), setInterval(all, EVERY).unref()];
  }

  /** Rows of the log of this many bytes were deleted. */
  async afterDeleting(bytes: number): Promise<void> {
    this.deleted += bytes;
    if (this.deleted < VACUUM_AFTER) return;
    this.deleted = 0;
    await this.run('VACUUM "Snapshot"');
    await this.run('VACUUM "LogEntry"');
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private async run(sql: string): Promise<void> {
    try {
      await this.pool.query(sql);
    } catch (error) {
      this.report(`The embedded database could not be tidied up: ${String(error)}.`);
    }
  }
}
