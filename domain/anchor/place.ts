/** Makes the anchor of a new annotation from what its author's program saw. */

import { type Anchor, type PassageIndex, type ProposedAnchor, quoteOf, rangeOf } from "./anchor.ts";
import { resolveAnchor } from "./resolve.ts";

/** Null when the words are nowhere in the text. */
export function placeAnchor(index: PassageIndex, proposed: ProposedAnchor): Anchor | null {
  const { state, range: found } = resolveAnchor(index, proposed, proposed.near ?? null);
  const positions = found && index.positionsOf(found);
  const range = positions && rangeOf(index, positions);
  if (!positions || !range) return null;
  if (state === "uncertain") {
    // The words as they were given: with the candidate's own surroundings it would look like the one that was meant.
    const { quote, prefix, suffix } = proposed;
    return { ...positions, quote, prefix, suffix, state };
  }
  const words = quoteOf(index.text, range);
  const original = words.quote === proposed.quote ? undefined : proposed.quote;
  // Found by its quote for the first time, it has not moved.
  return { ...positions, ...words, state: "anchored", ...(original && { original }) };
}
