/** Where annotations lie in the local copy of the text. States are the server's; here they are only verified. */

import type { Anchor, TextRange } from "../../domain/anchor/anchor.ts";
import { resolveAnchor } from "../../domain/anchor/resolve.ts";
import type { TextMap } from "../../domain/ydoc/text-map.ts";

/**
 * Null when the passage has no place, or none that this copy of the text knows yet. An anchor that leads to other
 * words (the text came before the server's new anchor) has no place either: better no highlight than a wrong one.
 */
export function rangeOf(map: TextMap, anchor: Anchor | null): TextRange | null {
  if (!anchor || anchor.state === "detached" || anchor.start === null || anchor.end === null) return null;
  const start = map.offsetOf(anchor.start);
  const end = map.offsetOf(anchor.end);
  if (start === null || end === null || end <= start) return null;
  const range = { start, end };
  // The server itself is not sure of the words, and says so.
  if (anchor.state === "uncertain") return range;
  return resolveAnchor(map.text, anchor, range, start).state === "anchored" ? range : null;
}
