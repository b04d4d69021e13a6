/**
 * A passage whose words were edited, when it can be known again: by its positions, by what was kept of its words, and by
 * what stands around it.
 */

import { align, type Kept } from "./align.ts";
import { isInPair, type PassageIndex, type Positions, type Quote, rangeOf, type TextRange } from "./anchor.ts";
import { isSpace, withoutSpace } from "./bare-text.ts";
import { bareTextOf } from "./find-quote.ts";

/** Of both wordings together, how much has to be the same: less, and it is another passage. */
const SAME_WORDS = 0.5;

/** An edge that lost its character holds when this many characters stand before (behind) it as they did, or in it. */
const TELLING = 4;

/** So many characters of the old surroundings say where a passage stood, without white space. */
const SURROUNDINGS = 16;

/**
 * Where an edited passage stands, told by its positions. An edge whose character was deleted may lead to words that were
 * never the passage's, or leave a part behind that was written anew beside it: then what was kept says where the edge is.
 * Null when too little was kept.
 */
export function editedBetween(index: PassageIndex, wanted: Quote & Positions): TextRange | null {
  const at = rangeOf(index, wanted);
  if (!at || at.end <= at.start) return null;
  const { text } = index;
  const kept = align(wanted.quote, text.slice(at.start, at.end));
  const held = index.positionsOf(at);
  const range = { ...at };
  let count = kept.reduce((all, { before, length }) => all + lettersIn(wanted.quote.slice(before, before + length)), 0);
  if (held?.start !== wanted.start) {
    const found = startOf(text, wanted, at, kept);
    if (!found) return null;
    range.start = found.start;
    count += found.more;
  }
  if (held?.end !== wanted.end) {
    const found = endOf(text, wanted, at, kept);
    if (!found) return null;
    range.end = found.end;
    count += found.more;
  }
  const now = lettersIn(text.slice(range.start, range.end));
  return isAlike(count, lettersIn(wanted.quote), now) ? whole(text, range) : null;
}

/** Two characters may have one of their halves in common, and stand in the place of each other. */
const whole = (text: string, { start, end }: TextRange): TextRange => ({
  start: isInPair(text, start) ? start + 1 : start,
  end: isInPair(text, end) ? end - 1 : end,
});

/** Null when it can't be told. */
function startOf(text: string, wanted: Quote, at: TextRange, kept: Kept[]): { start: number; more: number } | null {
  const edge = firstEdge(kept, wanted.quote);
  if (!edge) return { start: at.start, more: 0 };
  // What was written anew before the place is the rest of the passage, when it reads so.
  const before = text.slice(0, at.start);
  const more = commonEnd(before, wanted.quote.slice(0, kept[0]?.before));
  if (more.count > 0) return { start: at.start - more.length, more: more.count };
  const isInPlace = (edge.before === 0 && edge.now === 0) || endsAlike(before, wanted.prefix);
  if (isInPlace) return { start: at.start, more: 0 };
  return standsOnce(text, wanted.quote, edge.telling) ? { start: at.start + edge.now, more: 0 } : null;
}

function endOf(text: string, wanted: Quote, at: TextRange, kept: Kept[]): { end: number; more: number } | null {
  const edge = lastEdge(kept, wanted.quote);
  if (!edge) return { end: at.end, more: 0 };
  const last = kept.at(-1);
  const missing = wanted.quote.slice(last && last.before + last.length);
  const behind = text.slice(at.end, at.end + 2 * missing.length + 2 * SURROUNDINGS);
  const more = commonStart(behind, missing);
  if (more.count > 0) return { end: at.end + more.length, more: more.count };
  const isWhole = edge.before === wanted.quote.length && at.start + edge.now === at.end;
  const isInPlace = isWhole || startsAlike(behind, wanted.suffix);
  if (isInPlace) return { end: at.end, more: 0 };
  return standsOnce(text, wanted.quote, edge.telling) ? { end: at.start + edge.now, more: 0 } : null;
}

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
function standsOnce(text: string, quote: string, { before, length }: Kept): boolean {
  const words = quote.slice(before, before + length);
  return text.indexOf(words) === text.lastIndexOf(words);
}

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

/**
 * Where an edited passage stands, told by what stood around it: its paragraph was written anew (joined with another, made
 * a heading, moved) after the passage was edited. Null when it is nowhere, or in two places.
 */
export function editedAmid(text: string, wanted: Quote): TextRange | null {
  const bare = bareTextOf(text);
  const quote = withoutSpace(wanted.quote);
  const prefix = withoutSpace(wanted.prefix).slice(-SURROUNDINGS);
  const suffix = withoutSpace(wanted.suffix).slice(0, SURROUNDINGS);
  // Without surroundings on one side it stands at an end of the text.
  const isKnown = prefix === "" || suffix === "" || prefix.length + suffix.length >= SURROUNDINGS;
  if (quote.length < TELLING || !isKnown) return null;
  const found: (TextRange & { fit: number })[] = [];
  for (const start of endsOf(bare.text, prefix)) {
    const longest = bare.text.slice(start, start + 2 * quote.length + suffix.length);
    const length = suffix === "" ? bare.text.length - start : longest.indexOf(suffix);
    if (length <= 0 || length > 2 * quote.length) continue;
    const kept = align(quote, longest.slice(0, length));
    const [first, last] = [kept[0], kept.at(-1)];
    if (!first || !last) continue;
    const range = { start: start + first.now, end: start + last.now + last.length };
    const count = kept.reduce((all, each) => all + each.length, 0);
    const now = range.end - range.start;
    if (isAlike(count, quote.length, now)) found.push({ ...range, fit: (2 * count) / (quote.length + now) });
  }
  const [best, ...others] = found.sort((one, other) => other.fit - one.fit);
  if (!best || others.some(({ start, end }) => start >= best.end || end <= best.start)) return null;
  return whole(text, { start: bare.offsets[best.start] ?? 0, end: (bare.offsets[best.end - 1] ?? 0) + 1 });
}

/** Where all occurrences end. */
function endsOf(text: string, wanted: string): number[] {
  if (wanted === "") return [0];
  const ends: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) ends.push(at + wanted.length);
  return ends;
}

/** An emoji is one, too. */
const lettersIn = (text: string): number => [...withoutSpace(text)].length;

const isAlike = (kept: number, before: number, now: number): boolean => 2 * kept >= SAME_WORDS * (before + now);
