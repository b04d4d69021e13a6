/** What differs between two readings of a text, and what it means for a passage. */

import { CONTEXT_LENGTH, type TextRange } from "./anchor.ts";

/** What stood in `before` is what stands in `after`; outside of all changes every character is the same as it was. */
export interface TextChange {
  before: TextRange;
  after: TextRange;
}

/** So far around a passage it counts what changes: its context, and the other half of a character at its edge. */
export const REACH = CONTEXT_LENGTH + 1;

/** Changes of one text, in order and apart. */
export class TextChanges {
  readonly all: readonly TextChange[];

  constructor(all: readonly TextChange[]) {
    this.all = all;
  }

  /** Whether a passage of the text before, with its context, reaches into a change or up to it. */
  touch({ start, end }: TextRange): boolean {
    const change = this.all[this.firstEndingFrom(start - REACH)];
    return change !== undefined && change.before.start <= end + REACH;
  }

  /** Where an offset of the text before is now; within a change, where the change ends. */
  shifted(offset: number): number {
    const at = this.firstEndingFrom(offset + 1);
    const inside = this.all[at];
    if (inside && inside.before.start < offset) return inside.after.end;
    const last = this.all[at - 1];
    return last ? offset + last.after.end - last.before.end : offset;
  }

  /** Index of the first change that does not end before an offset. */
  private firstEndingFrom(offset: number): number {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.all[middle]?.before.end ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
