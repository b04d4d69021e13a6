/** The search by an index finds what reading the text from start to end finds. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Quote } from "./anchor.ts";
import { isSpace } from "./bare-text.ts";
import { findQuote, isQuoteNear, type QuoteMatch } from "./find-quote.ts";

const CONTEXT = 32;
const MATCHES_MAX = 1000;

/** Few letters, so that quotes repeat and overlap, and all kinds of space. */
const words = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom("a", "b", "ab", "the", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "é", "\u{1F6A2}", "制裁"), {
      maxLength,
    })
    .map((parts) => parts.join(""));

/** A quote that mostly stands in the text. */
const searches = words(250).chain((text) =>
  fc
    .tuple(fc.nat(text.length), fc.nat(30), words(8), words(8), fc.boolean())
    .map(([start, length, other, prefix, isOther]) => {
      const end = Math.min(text.length, start + length);
      const wanted: Quote = {
        quote: isOther ? other : text.slice(start, end),
        prefix: isOther ? prefix : text.slice(Math.max(0, start - CONTEXT), start),
        suffix: text.slice(end, end + CONTEXT),
      };
      return { text, wanted };
    }),
);

interface Character {
  char: string;
  offset: number;
  gap: "none" | "space" | "break";
}

/** The characters of a text that are no space. */
function charactersOf(text: string): Character[] {
  const all: Character[] = [];
  let gap = "none" as Character["gap"];
  for (let offset = 0; offset < text.length; offset++) {
    const char = text.charAt(offset);
    if (/\s/.test(char)) {
      gap = /[\t\n\r]/.test(char) || gap === "break" ? "break" : "space";
      continue;
    }
    all.push({ char, offset, gap });
    gap = "none";
  }
  return all;
}

function plainly(text: string, { quote, prefix, suffix }: Quote): QuoteMatch[] {
  const all = charactersOf(text);
  const wanted = charactersOf(quote);
  const matches: QuoteMatch[] = [];
  if (wanted.length === 0) {
    for (let start = 0; quote !== "" && start < text.length && matches.length < MATCHES_MAX; start++)
      if (text.startsWith(quote, start)) matches.push({ start, end: start + quote.length, context: 0 });
    return matches;
  }
  const before = charactersOf(prefix).map(({ char }) => char);
  const after = charactersOf(suffix).map(({ char }) => char);
  const leading = quote.slice(0, quote.length - quote.trimStart().length);
  const trailing = quote.slice(quote.trimEnd().length);
  for (let at = 0; at + wanted.length <= all.length && matches.length < MATCHES_MAX; at++) {
    const isHere = wanted.every(({ char, gap }, index) => {
      const found = all[at + index];
      if (found?.char !== char) return false;
      return index === 0 || gap === found.gap || gap === "break" || found.gap === "break";
    });
    if (!isHere) continue;
    let fits = 0;
    for (let index = 1; index <= before.length && all[at - index]?.char === before[before.length - index]; index++)
      fits++;
    for (let index = 0; index < after.length && all[at + wanted.length + index]?.char === after[index]; index++) fits++;
    const known = before.length + after.length;
    const start = all[at]?.offset ?? 0;
    const end = (all[at + wanted.length - 1]?.offset ?? 0) + 1;
    matches.push({
      start: text.slice(0, start).endsWith(leading) ? start - leading.length : start,
      end: text.startsWith(trailing, end) ? end + trailing.length : end,
      context: known === 0 ? 1 : fits / known,
    });
  }
  return matches;
}

describe("findQuote", { timeout: 60_000 }, () => {
  it("finds what a plain search finds", () => {
    fc.assert(
      fc.property(searches, ({ text, wanted }) => {
        expect(findQuote(text, wanted)).toEqual(plainly(text, wanted));
        // What it remembers is the same.
        expect(findQuote(text, { ...wanted, prefix: "" })).toEqual(plainly(text, { ...wanted, prefix: "" }));
      }),
      { numRuns: 2000 },
    );
  });

  it("counts no more than a plain search counts", () => {
    const text = "a the ab ".repeat(400);
    for (const quote of ["a", "the", "ab", "e a", " "]) {
      const wanted = { quote, prefix: " the ", suffix: " a" };
      expect(findQuote(text, wanted)).toEqual(plainly(text, wanted));
    }
  });
});

describe("a quote that is not near a change", { timeout: 60_000 }, () => {
  it("is found as before", () => {
    let looked = 0;
    fc.assert(
      fc.property(searches, fc.nat(), fc.nat(40), words(10), ({ text, wanted }, at, length, typed) => {
        const start = at % (text.length + 1);
        const end = Math.min(text.length, start + length);
        const changed = text.slice(0, start) + typed + text.slice(end);
        const delta = changed.length - text.length;
        const before = isQuoteNear(text, wanted.quote, { start, end });
        const after = isQuoteNear(changed, wanted.quote, { start, end: start + typed.length });
        if (before || after) return;
        looked++;
        const moved = findQuote(text, wanted).map((match) =>
          match.start < start ? match : { ...match, start: match.start + delta, end: match.end + delta },
        );
        expect(findQuote(changed, wanted)).toEqual(moved);
      }),
      { numRuns: 2000 },
    );
    expect(looked).toBeGreaterThan(100);
  });
});

it("space is what regular expressions call so", () => {
  for (let code = 0; code <= 0xffff; code++) {
    if (isSpace(code) !== /\s/.test(String.fromCharCode(code))) throw new Error(`U+${code.toString(16)}`);
  }
});
