/** Makes the anchor of a new annotation from what its author's program saw. */

import { type Anchor, type PassageIndex, type ProposedAnchor, quoteOf, rangeOf } from "./anchor.ts";
import { resolveAnchor } from "./resolve.ts";

/** Null when the words are nowhere in the text. */
export function placeAnchor(index: PassageIndex, proposed: ProposedAnchor): Anchor | null {
  const at = rangeOf(index, proposed);
  const { state, range } = resolveAnchor(index.text, proposed, at, proposed.near ?? null);
  const positions = range && index.positionsOf(range);
  if (!range || !positions) return null;
  const words = quoteOf(index.text, range);
  const original = words.quote === proposed.quote ? undefined : proposed.quote;
  // Found by its quote for the first time, it has not moved.
  return { ...positions, ...words, state: state === "uncertain" ? "uncertain" : "anchored", ...(original && { original }) };
}
