/** Where an edited passage begins and ends, when the character that stood there was deleted. */

import type { Kept } from "./align.ts";
import type { Quote, TextRange } from "./anchor.ts";
import { isSpace, withoutSpace } from "./bare-text.ts";

/** An edge that lost its character holds when this many characters stand before (behind) it as they did, or in it. */
export const TELLING = 4;

/** So many characters of the old surroundings say where a passage stood, without white space. */
export const SURROUNDINGS = 16;

/** An emoji is one, too. */
export const lettersIn = (text: string): number => [...withoutSpace(text)].length;

/** Where a passage begins or ends now. */
interface FoundEdge {
  at: number;
  /** Letters of the quote that were written anew beside the place. */
  more: number;
  /** Neither the place nor the surroundings say so, but only the words that were kept. */
  isGuess?: boolean;
}

/** Null when it can't be told. @param kept what was kept of the quote between the positions, which is `at` */
export function startOf(text: string, wanted: Quote, at: TextRange, kept: Kept[]): FoundEdge | null {
  const edge = firstEdge(kept, wanted.quote);
  if (!edge) return { at: at.start, more: 0 };
  // What was written anew before the place is the rest of the passage, when it reads so.
  const before = text.slice(0, at.start);
  const more = commonEnd(before, wanted.quote.slice(0, kept[0]?.before));
  const further = text.slice(0, at.start - more.length);
  // A few letters read so by chance.
  const isRest = more.count >= TELLING || (more.count > 0 && endsAlike(further, wanted.prefix));
  if (isRest) return { at: at.start - more.length, more: more.count };
  const put = text.slice(at.start, at.start + edge.now);
  const isOthers = holds(put, withoutSpace(wanted.prefix).slice(-TELLING)) || readsAs(put, wanted.suffix, startsAlike);
  if (endsAlike(before, wanted.prefix) && !isOthers) return { at: at.start, more: 0 };
  const { before: from, length } = edge.telling;
  const words = wanted.quote.slice(from, from + Math.min(length, SURROUNDINGS));
  return standsOnce(text, words) ? { at: at.start + edge.now, more: 0, isGuess: put !== "" } : null;
}

/** The same of the other end. */
export function endOf(text: string, wanted: Quote, at: TextRange, kept: Kept[]): FoundEdge | null {
  const edge = lastEdge(kept, wanted.quote);
  if (!edge) return { at: at.end, more: 0 };
  const last = kept.at(-1);
  const missing = wanted.quote.slice(last && last.before + last.length);
  const behind = text.slice(at.end, at.end + 2 * missing.length + 2 * SURROUNDINGS);
  const more = commonStart(behind, missing);
  const isRest = more.count >= TELLING || (more.count > 0 && startsAlike(behind.slice(more.length), wanted.suffix));
  if (isRest) return { at: at.end + more.length, more: more.count };
  const put = text.slice(at.start + edge.now, at.end);
  const isOthers = holds(put, withoutSpace(wanted.suffix).slice(0, TELLING)) || readsAs(put, wanted.prefix, endsAlike);
  if (startsAlike(behind, wanted.suffix) && !isOthers) return { at: at.end, more: 0 };
  const { before: from, length } = edge.telling;
  const words = wanted.quote.slice(from, from + length).slice(-SURROUNDINGS);
  return standsOnce(text, words) ? { at: at.start + edge.now, more: 0, isGuess: put !== "" } : null;
}

/** What stands between an edge and the words that were kept, and holds the surroundings themselves, is not the passage's. */
const holds = (put: string, surroundings: string): boolean =>
  surroundings.length >= TELLING && withoutSpace(put).includes(surroundings);

/** Nor is it when it begins (ends) as what stood behind (before) the passage: all that was between has been deleted. */
const readsAs = (put: string, surroundings: string, isAlike: (text: string, wanted: string) => boolean): boolean =>
  withoutSpace(put) !== "" && withoutSpace(surroundings) !== "" && isAlike(put, surroundings);

/** Where what was kept begins or ends, and the stretch that tells so. */
interface Edge {
  before: number;
  now: number;
  telling: Kept;
}

/** The end of a sentence with the break behind it is found anywhere. */
const isTelling = ({ before, length }: Kept, quote: string): boolean =>
  lettersIn(quote.slice(before, before + length)) >= TELLING;

/** Of the first stretch that tells something, and what is left of others directly before it. */
function firstEdge(kept: readonly Kept[], quote: string): Edge | null {
  let index = kept.findIndex((each) => isTelling(each, quote));
  const telling = kept[index];
  if (!telling) return null;
  let { before, now } = telling;
  for (let left = kept[--index]; left && left.now + left.length === now; left = kept[--index]) ({ before, now } = left);
  return { before, now, telling };
}

function lastEdge(kept: readonly Kept[], quote: string): Edge | null {
  let index = kept.findLastIndex((each) => isTelling(each, quote));
  const telling = kept[index];
  if (!telling) return null;
  let before = telling.before + telling.length;
  let now = telling.now + telling.length;
  for (let right = kept[++index]; right && right.now === now; right = kept[++index]) {
    before = right.before + right.length;
    now += right.length;
  }
  return { before, now, telling };
}

/** Words that stand elsewhere, too, say nothing of where the passage ends. */
const standsOnce = (text: string, words: string): boolean => text.indexOf(words) === text.lastIndexOf(words);

/** How much of `wanted`, whatever its white space, stands at the start of a text; and how far that goes. */
function commonStart(text: string, wanted: string): { length: number; count: number } {
  const letters = withoutSpace(wanted);
  let count = 0;
  let length = 0;
  for (let at = 0; at < text.length && count < letters.length; at++) {
    if (isSpace(text.charCodeAt(at))) continue;
    if (text[at] !== letters[count]) break;
    count++;
    length = at + 1;
  }
  return count >= Math.min(TELLING, letters.length) ? { length, count } : { length: 0, count: 0 };
}

function commonEnd(text: string, wanted: string): { length: number; count: number } {
  const letters = withoutSpace(wanted);
  let count = 0;
  let length = 0;
  for (let at = 1; at <= text.length && count < letters.length; at++) {
    if (isSpace(text.charCodeAt(text.length - at))) continue;
    if (text[text.length - at] !== letters[letters.length - 1 - count]) break;
    count++;
    length = at;
  }
  return count >= Math.min(TELLING, letters.length) ? { length, count } : { length: 0, count: 0 };
}

const endsAlike = (text: string, wanted: string): boolean =>
  withoutSpace(wanted) === "" ? text.trim() === "" : commonEnd(text, wanted).count > 0;

const startsAlike = (text: string, wanted: string): boolean =>
  withoutSpace(wanted) === "" ? text.trim() === "" : commonStart(text, wanted).count > 0;
