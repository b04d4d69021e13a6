/**
 * A passage whose words were edited, when it can be known again: by those of its characters that are still there, by what
 * was written anew beside them, and by what stands around it.
 */

import { align } from "./align.ts";
import { isInPair, type Kept, type Passage, type PassageIndex, type Quote, type TextRange } from "./anchor.ts";
import { withoutSpace } from "./bare-text.ts";
import { endBehind, type FoundEdge, lettersIn, SURROUNDINGS, startBefore, TELLING } from "./edited-edges.ts";
import { bareTextOf } from "./find-quote.ts";

/** Of both wordings together, how much has to be the same: less, and it is another passage. */
const SAME_WORDS = 0.5;

/**
 * Where an edited passage stands, told by its characters: a character never moves, so one that is there is sure to be the
 * passage's. An edge whose character was deleted is at the next one that is left, unless what stands beside it is sure to
 * be the passage's, too. Null when too little is left.
 */
export function editedBetween(index: PassageIndex, wanted: Passage): TextRange | null {
  const { text } = index;
  const { quote } = wanted;
  const own = ownOf(index, wanted);
  const start = held(heldEdge(index, wanted, "start")) ?? startBefore(index, wanted, own[0]);
  const end = held(heldEdge(index, wanted, "end")) ?? endBehind(index, wanted, own.at(-1));
  if (!start || !end || start.at >= end.at) return null;
  const range = whole(text, { start: start.at, end: end.at });
  const now = text.slice(range.start, range.end);
  const [before, after] = [lettersIn(quote), lettersIn(now)];
  if (isAlike(start.rest + countIn(quote, own) + end.rest, before, after)) return range;
  // Its middle was written anew, with the same words; a few letters are the same by chance.
  const same = align(quote, now).filter(({ length }) => length >= TELLING);
  return isAlike(countIn(quote, same), before, after) ? range : null;
}

const held = (at: number | null): FoundEdge | null => (at === null ? null : { at, rest: 0 });

/** Where the character is that an edge was made at; null when it is no longer there. */
export function heldEdge(index: PassageIndex, wanted: Passage, edge: "start" | "end"): number | null {
  const position = wanted[edge];
  const at = position === null ? null : index.offsetOf(position);
  if (at === null) return null;
  const character = edge === "start" ? { start: at, end: at + 1 } : { start: at - 1, end: at };
  return index.positionsOf(character)?.[edge] === position ? at : null;
}

/** Those of its characters that are there, if what is known of them is true: it may come from anybody's program. */
function ownOf(index: PassageIndex, wanted: Passage): Kept[] {
  const own: Kept[] = [];
  for (const each of index.keptOf(wanted)) {
    const last = own.at(-1);
    const isBehind = !last || (each.before >= last.before + last.length && each.now >= last.now + last.length);
    const words = wanted.quote.slice(each.before, each.before + each.length);
    if (isBehind && words.length === each.length && index.text.startsWith(words, each.now)) own.push(each);
  }
  return own;
}

const countIn = (quote: string, kept: readonly Kept[]): number =>
  kept.reduce((count, { before, length }) => count + lettersIn(quote.slice(before, before + length)), 0);

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
