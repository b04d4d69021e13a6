/** Where a quote stands in a text, and how well its surroundings fit. */

import type { Quote, TextRange } from "./anchor.ts";

export interface QuoteMatch extends TextRange {
  /** From 0 (nothing of the context fits) to 1 (all of it); 1 when no context is known. */
  context: number;
}

/** More occurrences than this say nothing: the quote is no help ("the"). */
const MATCHES_MAX = 1000;

/** All occurrences of the quote, to the character. */
export function findQuote(text: string, wanted: Quote): QuoteMatch[] {
  const matches: QuoteMatch[] = [];
  if (wanted.quote === "") return matches;
  for (let at = text.indexOf(wanted.quote); at >= 0; at = text.indexOf(wanted.quote, at + 1)) {
    if (matches.length === MATCHES_MAX) break;
    const range = { start: at, end: at + wanted.quote.length };
    matches.push({ ...range, context: contextFit(text, range, wanted) });
  }
  return matches;
}

function contextFit(text: string, range: TextRange, { prefix, suffix }: Quote): number {
  const known = prefix.length + suffix.length;
  if (known === 0) return 1;
  const before = commonSuffixLength(text.slice(Math.max(0, range.start - prefix.length), range.start), prefix);
  const after = commonPrefixLength(text.slice(range.end, range.end + suffix.length), suffix);
  return (before + after) / known;
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
