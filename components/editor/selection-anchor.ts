/** From a selection in the text to the anchor that a new annotation proposes. */

import { type ProposedAnchor, quoteOf, type TextRange } from "../../domain/anchor/anchor.ts";
import type { TextMap } from "../../domain/ydoc/text-map.ts";

/** The range without white space and separators of blocks at its edges; null when nothing is left. */
export function trimRange(text: string, { start, end }: TextRange): TextRange | null {
  const words = text.slice(start, end);
  const from = start + (words.length - words.trimStart().length);
  const to = from + words.trim().length;
  return to > from ? { start: from, end: to } : null;
}

/** @param range trimmed, in the map's text */
export function proposeAnchor(map: TextMap, range: TextRange): ProposedAnchor {
  const positions = map.positionsOf(range) ?? { start: null, end: null };
  return { ...quoteOf(map.text, range), ...positions, near: range.start };
}
