/** Where an annotation is shown in a text, be it a browser's copy or what the API gives. States are the server's. */

import { type Anchor, type PassageIndex, rangeOf, type TextRange } from "./anchor.ts";
import { resolveAnchor } from "./resolve.ts";

/**
 * Null when the passage has no place, or none that this text knows yet. An anchor that leads to other words (the text is
 * newer than the server's last look at it) has no place either: better no highlight than a wrong one.
 */
export function shownRange(index: PassageIndex, anchor: Anchor | null): TextRange | null {
  if (!anchor || anchor.state === "detached") return null;
  const range = rangeOf(index, anchor);
  if (!range || range.end <= range.start) return null;
  // The server itself is not sure of the words, and says so.
  if (anchor.state === "uncertain" || hasItsWords(index, anchor, range)) return range;
  const resolution = resolveAnchor(index, anchor, range.start);
  return resolution.state === "anchored" ? resolution.range : null;
}

/** Nearly all of thousands have: it takes no copy of their words. */
export const hasItsWords = ({ text }: PassageIndex, { quote }: Anchor, { start, end }: TextRange): boolean =>
  end - start === quote.length && text.startsWith(quote, start);
