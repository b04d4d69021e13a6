/**
 * Where a passage lay when it was last looked at. After a change of the text few passages have to be looked at again: the
 * others are where they were, so and so many characters further on.
 */

import { type Anchor, type PassageIndex, rangeOf, type TextRange } from "./anchor.ts";
import { isQuoteNear } from "./find-quote.ts";
import type { TextChanges } from "./text-change.ts";

export interface SeenPassage {
  anchor: Anchor;
  /** Null: nowhere. It may be empty. */
  range: TextRange | null;
  /** The words are the quote's, and sure to be the passage: the rest of the text does not matter. */
  isSettled: boolean;
}

/** A change of the text that the passages were seen in. */
export interface ChangedText {
  before: string;
  after: string;
  changes: TextChanges;
}

export function seePassage(index: PassageIndex, anchor: Anchor): SeenPassage {
  const range = rangeOf(index, anchor);
  const isSure = anchor.state === "anchored" || anchor.state === "moved";
  const hasWords = range !== null && range.end > range.start;
  const isSettled = isSure && hasWords && index.text.slice(range.start, range.end) === anchor.quote;
  return { anchor, range, isSettled };
}

/**
 * Whether something else could be found now: something of the passage or its context has changed, or, when the quote may
 * be elsewhere, a place where it stood or now stands.
 */
export function isAffected(
  { anchor, range, isSettled }: SeenPassage,
  { before, after, changes }: ChangedText,
): boolean {
  if (range && changes.touch(range)) return true;
  if (isSettled) return false;
  return changes.all.some(
    (change) => isQuoteNear(before, anchor.quote, change.before) || isQuoteNear(after, anchor.quote, change.after),
  );
}

/** Where a passage that is not affected lies now. */
export function shiftedRange({ range }: SeenPassage, changes: TextChanges): TextRange | null {
  if (!range) return null;
  const start = changes.shifted(range.start);
  return start === range.start ? range : { start, end: start + range.end - range.start };
}
