/** Links `[words](target)` and `*italics*` as they are written out in text taken from a PDF. One pass, whatever the input. */

import type { Range } from "../read-text.ts";

interface WrittenLink extends Range {
  /** The words between the brackets. */
  words: Range;
  target: string;
}

/** Longer brackets are asides, longer stars are notes. */
const MAX_LINK_WORDS = 600;
const MAX_TARGET = 2_000;
const MAX_ITALICS = 300;
/** Brackets that wait for their end; more are no text. */
const MAX_OPEN_BRACKETS = 32;

const NO_TARGET = /[\s<>[\]]/;

/** A target is an address or a path: "[the company](TASS)" is a word and an aside. */
const isTarget = (target: string): boolean => target !== "" && /^[#/?]|[:./]/.test(target);

/** The first `limit` links of a text; of links in links the inner. Images stay as they are written. */
export function findLinks(text: string, limit: number): WrittenLink[] {
  const links: WrittenLink[] = [];
  let open: number[] = [];
  for (let at = nextBracket(text, 0); at !== -1 && links.length < limit; at = nextBracket(text, at + 1)) {
    if (text[at] === "[") {
      open.push(at);
      if (open.length > MAX_OPEN_BRACKETS) open.shift();
      continue;
    }
    const start = open.pop();
    if (start === undefined || text[at + 1] !== "(" || at - start > MAX_LINK_WORDS) continue;
    const words = { start: start + 1, end: at };
    const target = targetAt(text, at + 2);
    if (target === null || text[start - 1] === "!" || text.slice(words.start, words.end).trim() === "") continue;
    if (!isTarget(target)) continue;
    links.push({ start, end: at + 3 + target.length, words, target });
    open = [];
    at += 2 + target.length;
  }
  return links;
}

function nextBracket(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x5d) return at;
  }
  return -1;
}

/** Up to the round bracket that closes the target; null when none does. Stops at a square one, so no part is read twice. */
function targetAt(text: string, from: number): string | null {
  let depth = 1;
  for (let at = from; at < text.length && at - from <= MAX_TARGET; at += 1) {
    const character = text.charAt(at);
    if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    else if (NO_TARGET.test(character)) return null;
    if (depth === 0) return text.slice(from, at);
  }
  return null;
}

const OPENS_BEHIND = /[\s([{"“‘'«—–/-]/;
const CLOSES_BEFORE = /[\s)\]}"”’'».,;:!?…—–/-]/;

/** The first `limit` ranges, with their stars. Stars inside the targets of links are none. */
export function findItalics(text: string, links: WrittenLink[], limit: number): Range[] {
  const found: Range[] = [];
  let open: number | null = null;
  let nth = 0;
  for (let at = text.indexOf("*"); at !== -1 && found.length < limit; at = text.indexOf("*", at + 1)) {
    while ((links[nth]?.end ?? Number.POSITIVE_INFINITY) <= at) nth += 1;
    const link = links[nth];
    if (link && at > link.words.end) continue;
    const [before, after] = [text[at - 1] ?? " ", text[at + 1] ?? " "];
    if (before === "*" || after === "*") {
      open = null;
      continue;
    }
    const closes = open !== null && at - open <= MAX_ITALICS && !/\s/.test(before) && CLOSES_BEFORE.test(after);
    if (closes && open !== null && at - open > 1) {
      found.push({ start: open, end: at + 1 });
      open = null;
    } else if (!/\s/.test(after) && OPENS_BEHIND.test(before)) open = at;
  }
  return found;
}
