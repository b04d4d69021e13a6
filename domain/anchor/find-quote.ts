/**
 * Where a quote stands in a text, and how well its surroundings fit. White space is compared loosely: a passage through
 * which somebody has broken its paragraph holds a blank line where a space, or nothing, stood, and is the same passage.
 */

import type { Quote, TextRange } from "./anchor.ts";
import { type BareText, bareText, isSpace, withoutSpace } from "./bare-text.ts";

export interface QuoteMatch extends TextRange {
  /** From 0 (nothing of the context fits) to 1 (all of it); 1 when no context is known. */
  context: number;
}

/** More occurrences than this say nothing: the quote is no help ("the"). */
const MATCHES_MAX = 1000;

/** All occurrences of the quote, in the order of the text. */
export function findQuote(text: string, wanted: Quote): QuoteMatch[] {
  const bare = bareText(text);
  const quote = bareText(wanted.quote);
  if (quote.text === "") return findSpace(text, wanted.quote);
  const measure = contextFit(bare, wanted);
  const matches: QuoteMatch[] = [];
  for (let at = bare.text.indexOf(quote.text); at >= 0; at = bare.text.indexOf(quote.text, at + 1)) {
    if (!hasSameGaps(bare, quote, at)) continue;
    const range = withOuterSpace(text, wanted.quote, bare, { start: at, end: at + quote.text.length });
    matches.push({ ...range, context: measure(at, at + quote.text.length) });
    if (matches.length === MATCHES_MAX) break;
  }
  return matches;
}

/** How much of the known context stands around a range. */
export function contextAround(text: string, range: TextRange, wanted: Quote): number {
  const bare = bareText(text);
  return contextFit(bare, wanted)(bare.indexAt(range.start), bare.indexAt(range.end));
}

/** A quote of white space alone has nothing else to be found by. */
function findSpace(text: string, quote: string): QuoteMatch[] {
  const matches: QuoteMatch[] = [];
  if (quote === "") return matches;
  for (let at = text.indexOf(quote); at >= 0 && matches.length < MATCHES_MAX; at = text.indexOf(quote, at + 1)) {
    matches.push({ start: at, end: at + quote.length, context: 0 });
  }
  return matches;
}

/** "a part" is not "apart": space may be missing only where the other side breaks a block or a line. */
function hasSameGaps(bare: BareText, quote: BareText, at: number): boolean {
  for (let index = 1; index < quote.text.length; index++) {
    const wanted = quote.gapBefore(index);
    const found = bare.gapBefore(at + index);
    if (wanted !== found && wanted !== "break" && found !== "break") return false;
  }
  return true;
}

/** White space at the quote's ends belongs to the match where it stands in the text, too. */
function withOuterSpace(text: string, quote: string, bare: BareText, { start, end }: TextRange): TextRange {
  let leading = 0;
  while (isSpace(quote.charCodeAt(leading))) leading++;
  let trailing = quote.length;
  while (isSpace(quote.charCodeAt(trailing - 1))) trailing--;
  const first = bare.offsets[start] ?? 0;
  const last = (bare.offsets[end - 1] ?? 0) + 1;
  return {
    start: text.endsWith(quote.slice(0, leading), first) ? first - leading : first,
    end: text.startsWith(quote.slice(trailing), last) ? last + quote.length - trailing : last,
  };
}

/** Measures between indices of the bare text. */
function contextFit(bare: BareText, wanted: Quote): (start: number, end: number) => number {
  const prefix = withoutSpace(wanted.prefix);
  const suffix = withoutSpace(wanted.suffix);
  const known = prefix.length + suffix.length;
  return (start, end) => {
    if (known === 0) return 1;
    const before = commonSuffixLength(bare.text.slice(Math.max(0, start - prefix.length), start), prefix);
    const after = commonPrefixLength(bare.text.slice(end, end + suffix.length), suffix);
    return (before + after) / known;
  };
}

function commonPrefixLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

function commonSuffixLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[a.length - 1 - length] === b[b.length - 1 - length]) length++;
  return length;
}
