/**
 * How much work the updates of one document may make. Yjs takes in most changes in time that grows with their size, but
 * a few bytes made by hand can keep it busy for minutes; what is refused here no honest program sends.
 */

import type * as Y from "yjs";
import { Refused } from "./refused.ts";

// A step is 50 to 100 ns of Yjs' time.

/** What each update has for itself, and for each of its bytes: Yjs needs about as much to read it. */
const FREE_STEPS = 2000;
const FREE_STEPS_PER_BYTE = 4;

/** What the updates of a document have together beyond that: half a second to a second at once. */
const STEPS_MAX = 10_000_000;

/** What comes back of it in a millisecond: a twentieth of one core. */
const STEPS_PER_MS = 1000;

/** Putting one struct into a client's list, or taking it out, moves half of the list: so much of it in one step. */
const MOVED_IN_A_STEP = 128;

const shared = new WeakMap<Y.Doc, { steps: number; at: number }>();

export class Effort {
  private readonly shared: { steps: number };
  private free: number;

  /** @param now in milliseconds */
  constructor(doc: Y.Doc, bytes: number, now: number) {
    const { steps, at } = shared.get(doc) ?? { steps: STEPS_MAX, at: now };
    const state = { steps: Math.min(STEPS_MAX, steps + Math.max(0, now - at) * STEPS_PER_MS), at: now };
    shared.set(doc, state);
    this.shared = state;
    this.free = FREE_STEPS + bytes * FREE_STEPS_PER_BYTE;
  }

  /** Throws when that is more than is left. */
  spend(steps: number): void {
    this.free -= steps;
    if (this.free >= 0) return;
    this.shared.steps += this.free;
    this.free = 0;
    if (this.shared.steps >= 0) return;
    this.shared.steps = 0;
    throw new Refused("too-large", "The change touches too many places of the text at once.");
  }

  /** Something goes into or out of a list of so many structs. */
  move(structs: number): void {
    this.spend(1 + structs / MOVED_IN_A_STEP);
  }
}
