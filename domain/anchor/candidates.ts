/** Where an uncertain passage may lie, for a person to choose. */

import { type Quote, quoteOf, type TextRange } from "./anchor.ts";
import { findQuote } from "./find-quote.ts";

export interface Candidate extends TextRange, Quote {
  /** It is the one that is shown in the text now. */
  isShown: boolean;
}

/** More would not be compared by anybody. */
const CANDIDATES_MAX = 5;

/**
 * The place that is shown first, then the others where the words stand, the most alike surroundings first.
 * @param shown where the text shows it, if it does
 */
export function candidatesFor(text: string, wanted: Quote, shown: TextRange | null): Candidate[] {
  const matches = findQuote(text, wanted).sort((a, b) => b.context - a.context || a.start - b.start);
  const others = matches.filter(({ start, end }) => start !== shown?.start || end !== shown.end);
  const all: TextRange[] = shown ? [shown, ...others] : others;
  return all.slice(0, CANDIDATES_MAX).map((range) => ({
    start: range.start,
    end: range.end,
    ...quoteOf(text, range),
    isShown: range === shown,
  }));
}

export type Doubt = "twins" | "surroundings" | "words";

/** Why it can't be told: the words stand more than once, among others, or are no longer the same. */
export function doubtOf(text: string, wanted: Quote, shown: TextRange | null): Doubt {
  const matches = findQuote(text, wanted);
  if (matches.length > 1) return "twins";
  return matches.length === 1 && (!shown || matches[0]?.start === shown.start) ? "surroundings" : "words";
}
