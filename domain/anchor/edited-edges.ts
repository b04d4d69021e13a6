/** Where an edited passage begins and ends, when the character that stood there was deleted. */

import type { Kept, Passage, PassageIndex } from "./anchor.ts";
import { BareText, isSpace, withoutSpace } from "./bare-text.ts";

/** So many characters that read as they did are no chance, when they stand where they should. */
export const TELLING = 4;

/** So many characters of the old surroundings say where a passage stood, without white space. */
export const SURROUNDINGS = 16;

/** An emoji is one, too. */
export const lettersIn = (text: string): number => [...withoutSpace(text)].length;

/** Where a passage begins or ends now, and how many letters of the quote were written anew there. */
export interface FoundEdge {
  at: number;
  rest: number;
}

/**
 * @param first the first of the passage's characters that is still there
 * @returns null when there is none
 */
export function startBefore(index: PassageIndex, wanted: Passage, first: Kept | undefined): FoundEdge | null {
  if (!first) return null;
  const { text } = index;
  const { prefix } = wanted;
  const missing = wanted.quote.slice(0, first.before);
  const found = restBefore(text, first.now, missing, prefix);
  if (found) return found;
  const at = { at: first.now, rest: 0 };
  // What was typed over its beginning: no character stood between this place and the first one that is left.
  const place = wanted.start === null ? null : index.offsetOf(wanted.start);
  const put = place === null || place >= first.now ? "" : text.slice(place, first.now);
  if (place === null || put === "" || isBroken(put) || put.length > reachOf(missing)) return at;
  if (endsAlike(text.slice(0, place), prefix)) return { at: place, rest: 0 };
  // Its surroundings were written anew with it.
  const surroundings = withoutSpace(prefix).slice(-2 * TELLING);
  const before = surroundings.length < 2 * TELLING ? null : lastIn(put, surroundings);
  return before ? { at: place + before.end, rest: 0 } : at;
}

/** The same of the other end. What is typed where its last characters were stands beside it: nobody can tell. */
export function endBehind({ text }: PassageIndex, wanted: Passage, last: Kept | undefined): FoundEdge | null {
  if (!last) return null;
  const end = last.now + last.length;
  return restBehind(text, end, wanted.quote.slice(last.before + last.length), wanted.suffix) ?? { at: end, rest: 0 };
}

/** So far from the characters that are left it is looked for the others. */
const reachOf = (missing: string): number => 2 * missing.length + 2 * SURROUNDINGS;

/** Words over several lines or paragraphs were not typed in one's place. */
const isBroken = (words: string): boolean => /[\n\t]/.test(words);

/** Where what is missing begins, when it was written anew before `at`, as a split or a join does. */
function restBefore(text: string, at: number, missing: string, prefix: string): FoundEdge | null {
  const before = text.slice(Math.max(0, at - reachOf(missing)), at);
  const { length, count } = commonEnd(before, missing);
  const words = withoutSpace(missing);
  const isAll = count === words.length;
  // A part of it, amid the surroundings of the whole: of words that come again and again that may be chance.
  const needed = isAll ? TELLING : 2 * TELLING;
  const isSure =
    (isAll && count >= SURROUNDINGS) || (count > 0 && endsAlike(text.slice(0, at - length), prefix, needed));
  if (isSure) return { at: at - length, rest: count };
  if (words.length < 2 * TELLING) return null;
  const found = lastIn(before, words);
  if (!found || lettersIn(before.slice(found.end)) > TELLING) return null;
  const start = at - before.length + found.start;
  return endsAlike(text.slice(0, start), prefix) ? { at: start, rest: words.length } : null;
}

/** The same behind `at`: where it ends. */
function restBehind(text: string, at: number, missing: string, suffix: string): FoundEdge | null {
  const behind = text.slice(at, at + reachOf(missing));
  const { length, count } = commonStart(behind, missing);
  const words = withoutSpace(missing);
  const isAll = count === words.length;
  const needed = isAll ? TELLING : 2 * TELLING;
  const isSure =
    (isAll && count >= SURROUNDINGS) || (count > 0 && startsAlike(text.slice(at + length), suffix, needed));
  if (isSure) return { at: at + length, rest: count };
  if (words.length < 2 * TELLING) return null;
  // Somebody types already at the start of the paragraph that was split off.
  const found = firstIn(behind, words);
  if (!found || lettersIn(behind.slice(0, found.start)) > TELLING) return null;
  const end = at + found.end;
  return startsAlike(text.slice(end), suffix) ? { at: end, rest: words.length } : null;
}

/** Where words stand, whatever the white space. */
const lastIn = (text: string, words: string): { start: number; end: number } | null =>
  standing(text, words, (bare) => bare.lastIndexOf(words));
const firstIn = (text: string, words: string): { start: number; end: number } | null =>
  standing(text, words, (bare) => bare.indexOf(words));

function standing(text: string, words: string, find: (bare: string) => number): { start: number; end: number } | null {
  const bare = new BareText(text);
  const at = find(bare.text);
  const [start, last] = [bare.offsets[at], bare.offsets[at + words.length - 1]];
  return at < 0 || start === undefined || last === undefined ? null : { start, end: last + 1 };
}

/**
 * How much of `wanted`, whatever its white space, stands at the start of a text; and how far that goes.
 * @param needed fewer letters are none
 */
function commonStart(text: string, wanted: string, needed = TELLING): { length: number; count: number } {
  const letters = withoutSpace(wanted);
  let count = 0;
  let length = 0;
  for (let at = 0; at < text.length && count < letters.length; at++) {
    if (isSpace(text.charCodeAt(at))) continue;
    if (text[at] !== letters[count]) break;
    count++;
    length = at + 1;
  }
  return count >= Math.min(needed, letters.length) ? { length, count } : { length: 0, count: 0 };
}

function commonEnd(text: string, wanted: string, needed = TELLING): { length: number; count: number } {
  const letters = withoutSpace(wanted);
  let count = 0;
  let length = 0;
  for (let at = 1; at <= text.length && count < letters.length; at++) {
    if (isSpace(text.charCodeAt(text.length - at))) continue;
    if (text[text.length - at] !== letters[letters.length - 1 - count]) break;
    count++;
    length = at;
  }
  return count >= Math.min(needed, letters.length) ? { length, count } : { length: 0, count: 0 };
}

const endsAlike = (text: string, wanted: string, needed = TELLING): boolean =>
  withoutSpace(wanted) === "" ? text.trim() === "" : commonEnd(text, wanted, needed).count > 0;

const startsAlike = (text: string, wanted: string, needed = TELLING): boolean =>
  withoutSpace(wanted) === "" ? text.trim() === "" : commonStart(text, wanted, needed).count > 0;
