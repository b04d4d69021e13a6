/**
 * A passage whose words were edited, when it can be known again: by its positions, by what was kept of its words, and by
 * what stands around it.
 */

import { align } from "./align.ts";
import { isInPair, type PassageIndex, type Positions, type Quote, rangeOf, type TextRange } from "./anchor.ts";
import { withoutSpace } from "./bare-text.ts";
import { endOf, lettersIn, SURROUNDINGS, startOf, TELLING } from "./edited-edges.ts";
import { bareTextOf } from "./find-quote.ts";

/** Of both wordings together, how much has to be the same: less, and it is another passage. */
const SAME_WORDS = 0.5;

/** So much of the quote has to be kept when only what was kept says where an edge is. */
const KEPT_ALONE = 2 / 3;

/**
 * Where an edited passage stands, told by its positions. An edge whose character was deleted may lead to words that were
 * never the passage's, or leave a part behind that was written anew beside it: then what was kept says where the edge is.
 * Null when too little was kept.
 */
export function editedBetween(index: PassageIndex, wanted: Quote & Positions): TextRange | null {
  const at = rangeOf(index, wanted);
  if (!at || at.end <= at.start) return null;
  const { text } = index;
  const { quote } = wanted;
  const kept = align(quote, text.slice(at.start, at.end));
  const held = index.positionsOf(at);
  const start = held?.start === wanted.start ? { at: at.start, more: 0 } : startOf(text, wanted, at, kept);
  const end = held?.end === wanted.end ? { at: at.end, more: 0 } : endOf(text, wanted, at, kept);
  if (!start || !end) return null;
  let count = start.more + end.more;
  for (const { before, length } of kept) count += lettersIn(quote.slice(before, before + length));
  const isGuess = start.isGuess || end.isGuess;
  if (isGuess && count < KEPT_ALONE * lettersIn(quote)) return null;
  const now = lettersIn(text.slice(start.at, end.at));
  return isAlike(count, lettersIn(quote), now) ? whole(text, { start: start.at, end: end.at }) : null;
}

/** Two characters may have one of their halves in common, and stand in the place of each other. */
const whole = (text: string, { start, end }: TextRange): TextRange => ({
  start: isInPair(text, start) ? start + 1 : start,
  end: isInPair(text, end) ? end - 1 : end,
});

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

const isAlike = (kept: number, before: number, now: number): boolean => 2 * kept >= SAME_WORDS * (before + now);
