/** What is true of passages, told from the letters themselves (letters.ts), not from anything that anchors are made of. */

import type { Anchor, TextRange } from "../../domain/anchor/anchor.ts";
import { contextAround, findQuote } from "../../domain/anchor/find-quote.ts";
import { CONTEXT_FITS, neededFit } from "../../domain/anchor/resolve.ts";
import { lettersOf, read } from "./letters.ts";

/** With the state: of twins, an uncertain anchor and the sure one that comes after it may stand at the same. */
export const keyOf = ({ state, start, end, runs, quote }: Anchor): string =>
  JSON.stringify([state, start, end, runs, quote]);

export interface Passage {
  id: string;
  /** Letters that belong to it: those it began with, and what was put between two of them, or taken over as its words. */
  own: Set<string>;
  /** Letters that took the place of own ones: whether they belong to it at its edges is anybody's guess. */
  close: Set<string>;
  /** Letters beside which own ones were deleted: what is written there takes their place. */
  openAt: Set<string>;
  /** The letters that it was made on. */
  made: readonly string[];
  /** The letters of the quote that the server holds, in their order. */
  quoted: readonly string[];
  /** The same of each anchor that the server wrote: somebody's copy may still have an older one. */
  quotedBy: Map<string, readonly string[]>;
}

/** Where one copy of the text shows a passage. */
export interface Sight {
  /** Of letters. */
  text: string;
  anchor: Anchor;
  range: TextRange | null;
}

/** Of the words that are shown and those that are quoted, how many have to be the same: Dice's coefficient. */
const SAME_LEAST = 0.4;

const bare = (text: string): string => text.replace(/\s+/g, "");
const readBare = (letters: readonly string[]): string => bare(read(letters.join("")));

/** Before the first letter and behind the last. */
const EDGE = "the edge";

/** Somebody changed their copy: takes in what now belongs to which passage. */
export function noteEdit(passages: readonly Passage[], before: string, after: string): void {
  const old = lettersOf(before);
  const now = lettersOf(after);
  const known = new Set(old);
  const left = new Set(now);
  for (const passage of passages) {
    eachRun(
      old,
      (letter) => !left.has(letter),
      (run, beside) => {
        if (run.some((letter) => passage.own.has(letter))) for (const letter of beside) passage.openAt.add(letter);
      },
    );
    eachRun(
      now,
      (letter) => !known.has(letter),
      (run, beside) => {
        const isInside = beside.every((letter) => passage.own.has(letter));
        const isBeside = beside.some((letter) => passage.openAt.has(letter) || passage.close.has(letter));
        for (const letter of run) {
          if (isInside) passage.own.add(letter);
          else if (isBeside) passage.close.add(letter);
        }
      },
    );
  }
}

/** Calls with each run of such letters and the two beside it. */
function eachRun(
  letters: readonly string[],
  isSuch: (letter: string) => boolean,
  visit: (run: readonly string[], beside: readonly [string, string]) => void,
): void {
  for (let from = 0; from < letters.length; from++) {
    if (!isSuch(letters[from] ?? EDGE)) continue;
    let to = from;
    while (to < letters.length && isSuch(letters[to] ?? EDGE)) to++;
    visit(letters.slice(from, to), [letters[from - 1] ?? EDGE, letters[to] ?? EDGE]);
    from = to;
  }
}

/** Rule 1; null when nothing is wrong. */
export function liesAt(passage: Passage, { text, anchor, range }: Sight): string | null {
  if (!range || anchor.state === "uncertain" || anchor.state === "detached") return null;
  const shown = text.slice(range.start, range.end);
  const letters = lettersOf(shown);
  const [first, last] = [letters[0], letters.at(-1)];
  if (first === undefined || last === undefined) return "lies on nothing";
  if (!isWhole(text, range)) return `cuts a character in two in “${read(shown)}”`;
  const belongs = (letter: string): boolean => passage.own.has(letter) || passage.close.has(letter);
  const problem = ((): string | null => {
    // An anchor that gave way to another one before anybody looked is the first, or like the newest.
    const known = passage.quotedBy.get(keyOf(anchor));
    const wordings = known ? [known] : [passage.quoted, passage.made];
    // Which one of two same letters side by side was deleted, nobody can tell.
    const isWhole = readBare(letters) === bare(anchor.quote);
    if (isWhole && wordings.some((one) => sameness(one, letters) >= NEARLY_SAME)) return null;
    if (!belongs(first)) return "begins on other words";
    if (!belongs(last)) return "ends on other words";
    const same = Math.max(...wordings.map((one) => likeness(one, letters)));
    return same < SAME_LEAST ? "has little left of its words" : null;
  })();
  return problem && !isTwinInPlace(read(text), anchor, range)
    ? `${problem}: “${read(shown)}” for “${anchor.quote}”`
    : null;
}

const likeness = (one: readonly string[], other: readonly string[]): number =>
  Math.max(sameness(one, other), sameReading(readBare(one), readBare(other)));

function sameness(one: readonly string[], other: readonly string[]): number {
  const all = new Set(other);
  return (2 * one.filter((letter) => all.has(letter)).length) / (one.length + other.length);
}

/** Shorter stretches read the same by chance. */
const STRETCH = 4;

/**
 * Words that were deleted and written again, by whomever, are the same to all who read them, and real letters, of which
 * each is not one of a kind, would not even have been changed by it: editors write down what differs.
 */
function sameReading(one: string, other: string): number {
  const inOther = (text: string, whole: string): number => {
    const isSame = new Array<boolean>(text.length).fill(false);
    for (let at = 0; at + STRETCH <= text.length; at++) {
      if (whole.includes(text.slice(at, at + STRETCH))) isSame.fill(true, at, at + STRETCH);
    }
    return isSame.filter(Boolean).length;
  };
  return (inOther(one, other) + inOther(other, one)) / (one.length + other.length);
}

/** From which on nobody can tell such words from the ones that were meant, when they stand in the same surroundings. */
const NEARLY_SAME = 0.7;

function isTwinInPlace(plain: string, anchor: Anchor, range: TextRange): boolean {
  const words = bare(plain.slice(range.start, range.end));
  const fit = contextAround(plain, range, anchor);
  if (words === bare(anchor.quote)) return fit >= neededFit(anchor.quote);
  return fit >= CONTEXT_FITS && sameness([...words], [...bare(anchor.quote)]) >= NEARLY_SAME;
}

function isWhole(text: string, { start, end }: TextRange): boolean {
  const isLow = (at: number): boolean => /^[\udc00-\udfff]/.test(text.slice(at, at + 1));
  return !isLow(start) && !isLow(end);
}

/** Where the quoted letters stand in one piece, white space aside. */
function standsAt(text: string, letters: readonly string[]): TextRange | null {
  const [first, last] = [letters[0], letters.at(-1)];
  if (first === undefined || last === undefined) return null;
  const start = text.indexOf(first);
  const end = text.indexOf(last) + last.length;
  if (start < 0 || end <= start) return null;
  return lettersOf(text.slice(start, end)).join("") === letters.join("") ? { start, end } : null;
}

/** Rule 2, to be asked once the text is quiet; null when nothing is wrong. */
export function isLost(passage: Passage, { text, anchor, range }: Sight): string | null {
  const letters = passage.quoted;
  if (read(anchor.quote) !== anchor.quote) return "quotes letters that nobody can read: the test is not set up";
  // It was edited at the same moment as it was made, or has not stood still since.
  if (readBare(letters) !== bare(anchor.quote)) return null;
  const at = standsAt(text, letters);
  const plain = read(text);
  if (!at || occurrences(bare(plain), bare(anchor.quote)) !== 1) return null;
  // A space was put in, or taken out.
  if (findQuote(plain, anchor).length !== 1) return null;
  // Once there were several such places, the last one that is left may be a twin.
  const needed = anchor.state === "uncertain" ? CONTEXT_FITS : neededFit(anchor.quote);
  if (contextAround(plain, at, anchor) < needed) return null;
  const isThere = range !== null && lettersOf(text.slice(range.start, range.end)).join("") === letters.join("");
  if (isThere && (anchor.state === "anchored" || anchor.state === "moved")) return null;
  return `is ${anchor.state} though its words stand there once: “${anchor.quote}”`;
}

function occurrences(text: string, words: string): number {
  let count = 0;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) count++;
  return count;
}

/** Rule 5: the stored quote is what is covered. */
export function misquotes({ text, anchor, range }: Sight): string | null {
  if (!range || anchor.state === "uncertain") return null;
  const covered = read(text.slice(range.start, range.end));
  return covered === anchor.quote ? null : `covers “${covered}” and quotes “${anchor.quote}”`;
}
