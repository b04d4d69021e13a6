/** When a socket is read from. What it sends meanwhile waits with its client, so nothing of it is lost. */

import type { Wire } from "./wire.ts";

/** Why it is not: it sent too fast, what it sent is not committed yet, its commands queue, or it does not read answers. */
export type Hold = "rate" | "uncommitted" | "commands" | "answers";

export class Intake {
  private readonly wire: Wire;
  private readonly holds = new Set<Hold>();
  private timer: NodeJS.Timeout | null = null;

  constructor(wire: Wire) {
    this.wire = wire;
  }

  hold(why: Hold): void {
    if (this.holds.size === 0) this.wire.pause();
    this.holds.add(why);
  }

  release(why: Hold): void {
    if (this.holds.delete(why) && this.holds.size === 0) this.wire.resume();
  }

  has(why: Hold): boolean {
    return this.holds.has(why);
  }

  /** Whether its silence is our doing. That it doesn't read answers is its own. */
  get isHeldByUs(): boolean {
    return this.holds.size > (this.holds.has("answers") ? 1 : 0);
  }

  /** Holds for so many milliseconds from now, in place of what was set before. */
  wait(milliseconds: number): void {
    if (this.timer) clearTimeout(this.timer);
    this.hold("rate");
    this.timer = setTimeout(() => {
      this.timer = null;
      this.release("rate");
    }, milliseconds);
  }

  /** No timer is left behind, and the wire can read its client's goodbye. */
  end(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.holds.size > 0) this.wire.resume();
    this.holds.clear();
  }
}
