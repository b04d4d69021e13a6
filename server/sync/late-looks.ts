/**
 * Re-anchoring is done by the node that committed a text's change. If it dies before that, another node that has the
 * bulletin open does it: a while later, and only when the searchable text, which is stored last, shows that it was left.
 */

import type { Logger } from "../log.ts";

/** Longer than the node that wrote takes, in milliseconds, and some more so that several nodes don't look at once. */
const LATE = 5000;
const APART = 3000;

export interface LateLooksOptions {
  logger: Logger;
  /** Sequence of the text that was last reviewed to the end. */
  reviewedSeq(bulletinId: string): Promise<number>;
  /** Reviews the bulletin's anchors. */
  look(bulletinId: string): void;
}

export class LateLooks {
  private readonly options: LateLooksOptions;
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(options: LateLooksOptions) {
    this.options = options;
  }

  /** Another node committed a change of the text. */
  changed(bulletinId: string, seq: number): void {
    this.forget(bulletinId);
    const timer = setTimeout(
      () => {
        this.timers.delete(bulletinId);
        void this.look(bulletinId, seq);
      },
      LATE + Math.random() * APART,
    );
    timer.unref();
    this.timers.set(bulletinId, timer);
  }

  /** Nobody here has the bulletin open any more. */
  forget(bulletinId: string): void {
    clearTimeout(this.timers.get(bulletinId));
    this.timers.delete(bulletinId);
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private async look(bulletinId: string, seq: number): Promise<void> {
    try {
      if ((await this.options.reviewedSeq(bulletinId)) < seq) this.options.look(bulletinId);
    } catch (error) {
      this.options.logger.warn({ err: error, bulletin: bulletinId }, "it is not known whether anchors were reviewed");
    }
  }
}
