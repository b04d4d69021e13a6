/** A hyphen at a line's or page's end: part of the word, or put there by the line's end. */

import type { Vocabulary } from "./vocabulary.ts";

interface BrokenWord {
  left: string;
  right: string;
}

/** Words are not longer; a bound on what is searched. */
const MAX_PART = 40;

/** First parts that are written with a hyphen before most words. */
const JOINED_BY_HYPHEN: ReadonlySet<string> = new Set(
  "non post anti self well long short high low half cross counter ex mid north south east west".split(" "),
);

/** The parts on both sides of a hyphen; `left` is the text before it, `right` what follows the break. Null: no word. */
export function brokenWord(left: string, right: string): BrokenWord | null {
  const before = /[\p{L}\p{M}\p{N}’']+$/u.exec(left.slice(-MAX_PART));
  const after = /^\p{L}[\p{L}\p{M}\p{N}’']*/u.exec(right.slice(0, MAX_PART));
  if (!before || !after || before[0].length >= MAX_PART || after[0].length >= MAX_PART) return null;
  if (!/^\p{L}.*\p{L}$/u.test(before[0])) return null;
  return { left: before[0], right: after[0] };
}

/** Whether the hyphen belongs to the word, by how the text itself writes it elsewhere. */
export function keepsHyphen({ left, right }: BrokenWord, vocabulary: Vocabulary): boolean {
  if (vocabulary.count(left + right) > 0) return false;
  if (vocabulary.count(`${left}-${right}`) > 0) return true;
  if (!/^\p{Ll}/u.test(right) || JOINED_BY_HYPHEN.has(left.toLowerCase())) return true;
  // The break itself counts once for each part.
  return vocabulary.count(left) > 1 && vocabulary.count(right) > 1;
}
