/** Looks at an anchor again after the text has changed. Only the server writes what comes of it. */

import { type Anchor, type PassageIndex, quoteOf, rangeOf, type TextRange } from "./anchor.ts";
import { withoutSpace } from "./bare-text.ts";
import { editedAmid } from "./edited.ts";
import { findQuote } from "./find-quote.ts";
import { byQuote, CONTEXT_FITS, type Resolution, resolveAnchor } from "./resolve.ts";
import { trimRange } from "./trim-range.ts";

/**
 * The anchor as it has to be now, or null when it is right as it is.
 *
 * @param near where the passage was last seen, if that is known
 * @param before the text when the anchor was last looked at, if that is known
 * @param refresh whether to take over changed words and context: not at each keystroke, but once the text is quiet
 */
export function reviewAnchor(
  index: PassageIndex,
  anchor: Anchor,
  { near, before = null, refresh }: { near: number | null; before?: string | null; refresh: boolean },
): Anchor | null {
  const at = rangeOf(index, anchor);
  const resolution =
    anchor.state === "uncertain" ? reviewUncertain(index, anchor, at, near) : resolve(index, anchor, near, before);
  // Where it stays, somebody may type yet where a word was deleted.
  const stays = at?.start === resolution.range?.start && at?.end === resolution.range?.end;
  const found = stays && !refresh ? resolution.range : withoutOuterSpace(index.text, anchor, resolution);
  const positions = found && index.positionsOf(found);
  const range = positions && rangeOf(index, positions);
  if (resolution.state === "detached" || !range) {
    return anchor.state === "detached" ? null : { ...anchor, state: "detached" };
  }
  const isWhereItWas = at?.start === range.start && at.end === range.end;
  // One that has moved once stays so: its reader should know.
  const state = resolution.state === "anchored" && anchor.state !== "anchored" ? "moved" : resolution.state;
  if (!isWhereItWas || state !== anchor.state) {
    // Where it stays, so do its positions until the text is quiet, also when they lead to a deleted one's neighbour.
    if (isWhereItWas && (state === "uncertain" || !refresh)) return { ...anchor, state };
    if (state === "uncertain") return { ...withoutRuns(anchor), ...positions, state };
    return { ...withWords(anchor, index.text, range), ...positions, state };
  }
  if (!refresh || state === "uncertain") return null;
  // At characters that are there: what is written where a deleted one stood would count as the passage's.
  const refreshed = { ...withWords(anchor, index.text, range), ...positions };
  const isSame = (["quote", "prefix", "suffix", "start", "end", "runs"] as const).every(
    (key) => refreshed[key] === anchor[key],
  );
  return isSame ? null : refreshed;
}

/** Of a passage whose first or last word was deleted, the space beside it was left. */
function withoutOuterSpace(text: string, { quote }: Anchor, { state, range }: Resolution): TextRange | null {
  if (!range || state === "uncertain" || text.slice(range.start, range.end) === quote) return range;
  return trimRange(text, range);
}

function resolve(index: PassageIndex, anchor: Anchor, near: number | null, before: string | null): Resolution {
  const isLost = anchor.state === "detached";
  // Too little was left of it once: from then on only its words as they were tell where it is.
  const resolution = isLost ? asItReads(index, anchor, near) : resolveAnchor(index, anchor, near);
  if (resolution.state === "anchored" || resolution.state === "moved") return resolution;
  const [only, ...twins] = findQuote(index.text, anchor);
  if (only && twins.length === 0 && anchor.quote.length >= TELLING) {
    // Words that were nowhere were put there since: pasted, or written again. Those that stood once and stand once are
    // the same, wherever their paragraph was moved.
    const isBack = isLost || (before !== null && findQuote(before, anchor).length === 1);
    if (isBack) return { state: "moved", range: { start: only.start, end: only.end } };
  }
  // What somebody typed where a lost passage stood is not the passage; it stays lost.
  if (isLost) return only ? resolution : { state: "detached", range: null };
  // Its paragraph may have been written anew just after its words were edited.
  const range = editedAmid(index.text, anchor);
  return range ? { state: "moved", range } : resolution;
}

function asItReads(index: PassageIndex, anchor: Anchor, near: number | null): Resolution {
  const at = rangeOf(index, anchor);
  if (at && at.end > at.start && index.text.slice(at.start, at.end) === anchor.quote)
    return { state: "anchored", range: at };
  return byQuote(index.text, anchor, near ?? at?.start ?? null);
}

/** Shorter words come back by chance. */
const TELLING = 8;

/** Its positions are the candidate's, so they prove nothing while there are twins. */
function reviewUncertain(index: PassageIndex, anchor: Anchor, at: TextRange | null, near: number | null): Resolution {
  const words = at && at.end > at.start ? index.text.slice(at.start, at.end) : "";
  const matches = findQuote(index.text, anchor);
  const [only] = matches;
  // Its white space may have changed.
  const isOnWords = withoutSpace(words) === withoutSpace(anchor.quote);
  if (matches.length === 1 && only && isOnWords) {
    // The one that was meant may be the one that is gone: only its surroundings can tell.
    const isKnown = anchor.prefix.length + anchor.suffix.length > 0;
    return { state: isKnown && only.context >= CONTEXT_FITS ? "moved" : "uncertain", range: at };
  }
  // Of twins that are as good as each other it stays at the one where it is.
  const found = byQuote(index.text, anchor, isOnWords ? (at?.start ?? near) : (near ?? at?.start ?? null));
  if (found.state !== "detached" || !words) return found;
  return { state: "uncertain", range: at };
}

/** To be given the positions of the range, too. */
function withWords(anchor: Anchor, text: string, range: TextRange): Anchor {
  const { original: known, ...rest } = withoutRuns(anchor);
  const words = quoteOf(text, range);
  const original = known ?? anchor.quote;
  return { ...rest, ...words, ...(original !== words.quote ? { original } : {}) };
}

const withoutRuns = ({ runs: _runs, ...anchor }: Anchor): Anchor => anchor;
