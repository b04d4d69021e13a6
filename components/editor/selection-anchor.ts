/** From a selection in the text to the anchor that a new annotation proposes. */

import { type ProposedAnchor, quoteOf, type TextRange } from "../../domain/anchor/anchor.ts";
import type { TextMap } from "../../domain/ydoc/text-map.ts";

/** @param range trimmed, in the map's text */
export function proposeAnchor(map: TextMap, range: TextRange): ProposedAnchor {
  const positions = map.positionsOf(range);
  return {
    ...quoteOf(map.text, range),
    start: positions?.start ?? null,
    end: positions?.end ?? null,
    near: range.start,
  };
}
