/** From a posted annotation's selectors to an anchor that the server can decide on. */

import { CONTEXT_LENGTH, type ProposedAnchor, type Quote, quoteOf, type TextRange } from "../anchor/anchor.ts";
import { codePointsBefore, fromCodePoints } from "../anchor/code-points.ts";
import { findQuote } from "../anchor/find-quote.ts";
import type { W3cPosition, W3cQuote } from "./read-target.ts";

export interface Selectors {
  quote: W3cQuote | null;
  /** In code points. */
  position: W3cPosition | null;
}

/** The words are not in the text, or the position lies outside it. */
export type Absent = "quote-absent" | "outside";

/**
 * The passage that the selectors mean. Words count more than positions: only a position that holds the very words, in no
 * worse surroundings than their twins, settles which passage it is, and then the words around it become the context.
 * Otherwise the context stays as it was given, so that twins remain twins, and the position is a hint.
 */
export function proposeFromSelectors(text: string, { quote, position }: Selectors): ProposedAnchor | Absent {
  const seen = position && within(text, position);
  if (!quote) return seen ? anchorAt(text, seen) : "outside";

  const given: Quote = { quote: quote.exact, prefix: quote.prefix, suffix: quote.suffix };
  const matches = findQuote(text, given);
  if (matches.length === 0) return "quote-absent";
  if (!position) return byWords(given, undefined);

  const best = Math.max(...matches.map((match) => match.context));
  const isSettled = matches.some((match) => match.start === seen?.start && match.context === best);
  return seen && isSettled ? anchorAt(text, seen) : byWords(given, fromCodePoints(text, position).start);
}

/** Other programs keep more context than an anchor does. */
const byWords = ({ quote, prefix, suffix }: Quote, near: number | undefined): ProposedAnchor => ({
  quote,
  prefix: prefix.slice(-CONTEXT_LENGTH),
  suffix: suffix.slice(0, CONTEXT_LENGTH),
  start: null,
  end: null,
  near,
});

const anchorAt = (text: string, range: TextRange): ProposedAnchor => byWords(quoteOf(text, range), range.start);

function within(text: string, position: W3cPosition): TextRange | null {
  return position.end <= codePointsBefore(text, text.length) ? fromCodePoints(text, position) : null;
}
