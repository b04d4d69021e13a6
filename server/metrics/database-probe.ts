/** Whether the database answers, for /api/ready and the metrics. */

import type { Logger } from "../log.ts";
import { within } from "../within.ts";

/** Longer than any statement of ours makes another wait on a sound database, shorter than a scrape may take. */
const LIMIT_MS = 3000;

interface Options {
  /** One cheap query. */
  ask(): Promise<unknown>;
  logger: Pick<Logger, "info" | "warn">;
  limitMs?: number;
}

/**
 * Those who ask at once share one query. A change is logged, once. The query of a connection that hangs is given up
 * after the limit, so that the next one who asks tries another.
 */
export function createDatabaseProbe({ ask, logger, limitMs = LIMIT_MS }: Options): () => Promise<boolean> {
  let underWay: Promise<boolean> | null = null;
  let wasUp = true;

  async function look(): Promise<boolean> {
    const failure = await within(
      ask().then(
        () => null,
        (error: unknown) => error,
      ),
      limitMs,
      new Error("It did not answer in time."),
    );
    const isUp = failure === null;
    if (isUp && !wasUp) logger.info("the database answers again");
    if (!isUp && wasUp) logger.warn({ err: failure }, "the database does not answer");
    wasUp = isUp;
    return isUp;
  }

  return () => {
    underWay ??= look().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}
