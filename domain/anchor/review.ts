/** Looks at an anchor again after the text has changed. Only the server writes what comes of it. */

import { type Anchor, type PassageIndex, quoteOf, rangeOf, type TextRange } from "./anchor.ts";
import { findQuote } from "./find-quote.ts";
import { byQuote, type Resolution, resolveAnchor } from "./resolve.ts";

/**
 * The anchor as it has to be now, or null when it is right as it is.
 *
 * @param near where the passage was last seen, if that is known
 * @param refresh whether to take over changed words and context: not at each keystroke, but once the text is quiet
 */
export function reviewAnchor(
  index: PassageIndex,
  anchor: Anchor,
  { near, refresh }: { near: number | null; refresh: boolean },
): Anchor | null {
  const at = rangeOf(index, anchor);
  const resolution = again(index, anchor, at, near);
  const { range } = resolution;
  if (resolution.state === "detached" || !range) {
    return anchor.state === resolution.state ? null : { ...anchor, state: resolution.state };
  }
  const isWhereItWas = at?.start === range.start && at.end === range.end;
  // One that has moved once stays so: its reader should know.
  const state = resolution.state === "anchored" && anchor.state !== "anchored" ? "moved" : resolution.state;
  if (!isWhereItWas || state !== anchor.state) {
    const positions = index.positionsOf(range);
    if (!positions) return null;
    if (state === "uncertain") return { ...anchor, ...positions, state };
    return { ...withWords(anchor, index.text, range), ...positions, state };
  }
  if (!refresh || state === "uncertain") return null;
  const refreshed = withWords(anchor, index.text, range);
  const isSame = (["quote", "prefix", "suffix"] as const).every((key) => refreshed[key] === anchor[key]);
  return isSame ? null : refreshed;
}

function again(index: PassageIndex, anchor: Anchor, at: TextRange | null, near: number | null): Resolution {
  if (anchor.state === "uncertain") return reviewUncertain(index, anchor, at, near);
  const resolution = resolveAnchor(index.text, anchor, at, near);
  const isBack = anchor.state === "detached" && resolution.state === "uncertain" && anchor.quote.length >= TELLING;
  if (!isBack || findQuote(index.text, anchor).length !== 1) return resolution;
  // The words were nowhere when it was last looked at, so these were put there since: pasted, or written again.
  return { state: "moved", range: resolution.range };
}

/** Shorter words come back by chance. */
const TELLING = 8;

/** Its positions are the candidate's, so they prove nothing while there are twins. */
function reviewUncertain(index: PassageIndex, anchor: Anchor, at: TextRange | null, near: number | null): Resolution {
  const words = at && at.end > at.start ? index.text.slice(at.start, at.end) : "";
  const isOnly = words === anchor.quote && findQuote(index.text, anchor).length === 1;
  if (isOnly) return { state: "uncertain", range: at };
  const found = byQuote(index.text, anchor, near ?? at?.start ?? null);
  if (found.state !== "detached" || !words) return found;
  return { state: "uncertain", range: at };
}

function withWords(anchor: Anchor, text: string, range: TextRange): Anchor {
  const words = quoteOf(text, range);
  const original = anchor.original ?? (words.quote === anchor.quote ? undefined : anchor.quote);
  return { ...anchor, ...words, ...(original !== undefined && original !== words.quote ? { original } : {}) };
}
