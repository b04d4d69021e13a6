/**
 * Where an annotation sits in the text as it is now. Positions come first, verified against the quote; else the quote
 * with its context, nearest to where the text went. What can't be told for sure is uncertain; what is gone is detached.
 */

import { type AnchorState, type Passage, type PassageIndex, type Quote, rangeOf, type TextRange } from "./anchor.ts";
import { editedBetween, heldEdge } from "./edited.ts";
import { contextAround, findQuote, type QuoteMatch } from "./find-quote.ts";

export interface Resolution {
  state: AnchorState;
  /** Null when detached, and for an uncertain one without a place. */
  range: TextRange | null;
}

/** How much of the context has to fit for one of several matches to be taken without doubt. */
export const CONTEXT_FITS = 0.5;

/**
 * How much of the context has to fit when the words stand once. A short quote may be anybody's, so its surroundings
 * count; a long one is recognised also where all around it changed, as when a whole paragraph is moved.
 */
export function neededFit(quote: string): number {
  if (quote.length >= 64) return 0;
  return quote.length >= 16 ? 0.25 : CONTEXT_FITS;
}

/** How much of the context has to stand around a passage for it to be in its old surroundings: more than one side. */
const SAME_PLACE = 0.75;

/** By how much the best of several matches has to lead. */
const CONTEXT_LEAD = 0.25;

/** @param near where the passage was last seen, or the text around it went; breaks ties among matches of equal context */
export function resolveAnchor(index: PassageIndex, wanted: Passage, near: number | null): Resolution {
  const { text } = index;
  const at = rangeOf(index, wanted);
  const here = at && at.end > at.start ? at : null;
  if (here && text.slice(here.start, here.end) === wanted.quote) return { state: "anchored", range: here };
  const elsewhere = byQuote(text, wanted, near ?? at?.start ?? null);
  // The words between the positions were edited. Cut and paste leaves the edges behind: then the quote stands elsewhere.
  const edited = editedBetween(index, wanted);
  if (edited) {
    // When both its edges are gone, too, words that stand whole elsewhere may as well be the passage.
    const isInDoubt = elsewhere.state === "moved" || (elsewhere.range !== null && !holdsEdge(index, wanted));
    if (!isInDoubt || staysWhereItWas(text, wanted, edited, elsewhere.range))
      return { state: "anchored", range: edited };
  }
  if (elsewhere.state === "moved") return elsewhere;
  return here && elsewhere.state === "detached" ? { state: "uncertain", range: here } : elsewhere;
}

/** Whether one of the characters that the positions were made at is still there. */
const holdsEdge = (index: PassageIndex, wanted: Passage): boolean =>
  heldEdge(index, wanted, "start") !== null || heldEdge(index, wanted, "end") !== null;

/** A passage that was edited amid its old surroundings is still the passage, also when somebody has a copy elsewhere. */
function staysWhereItWas(text: string, wanted: Quote, here: TextRange, other: TextRange | null): boolean {
  if (!other || wanted.prefix.length + wanted.suffix.length === 0) return false;
  const fit = contextAround(text, here, wanted);
  return fit >= SAME_PLACE && fit > contextAround(text, other, wanted);
}

/** A quote without positions: how a passage that was lost, or comes from another program, is found. */
export function byQuote(text: string, wanted: Quote, near: number | null): Resolution {
  const matches = findQuote(text, wanted);
  const [only] = matches;
  if (!only) return { state: "detached", range: null };
  const hasContext = wanted.prefix.length + wanted.suffix.length > 0;
  if (matches.length === 1) {
    const isSure = !hasContext || only.context >= neededFit(wanted.quote);
    return { state: isSure ? "moved" : "uncertain", range: range(only) };
  }
  const ranked = [...matches].sort((a, b) => b.context - a.context || distance(a, near) - distance(b, near));
  const [best, second] = ranked;
  if (!best || !second) return { state: "detached", range: null };
  const leads = hasContext && best.context >= CONTEXT_FITS && best.context - second.context >= CONTEXT_LEAD;
  return { state: leads ? "moved" : "uncertain", range: range(best) };
}

const range = ({ start, end }: QuoteMatch): TextRange => ({ start, end });

const distance = (match: TextRange, near: number | null): number => (near === null ? 0 : Math.abs(match.start - near));
