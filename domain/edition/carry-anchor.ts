/** What a new edition makes of an anchor. The report and the edition itself ask here, so that one says what the other does. */

import { type Anchor, type PassageIndex, rangeOf } from "../anchor/anchor.ts";
import { reviewAnchor } from "../anchor/review.ts";
import type { Annotation } from "../annotation/annotation.ts";
import { withAnchor } from "../annotation/moves.ts";

export interface Texts {
  before: PassageIndex;
  after: PassageIndex;
}

/** A look may lead to a second one (an uncertain passage is alone now); what is left after these is stable. */
const LOOKS_MAX = 3;

/** The anchor in the new edition; the same object when nothing changes. */
export function carryAnchor(texts: Texts, anchor: Anchor): Anchor {
  const near = rangeOf(texts.before, anchor)?.start ?? null;
  const look = (at: Anchor): Anchor | null =>
    reviewAnchor(texts.after, at, { near, before: texts.before.text, refresh: true });
  let carried = renewed(texts.after, anchor);
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    const next = look(carried);
    if (!next) break;
    if (isTwin(texts, anchor, next)) return doubted(anchor, next, look);
    carried = next;
  }
  return carried;
}

/**
 * At characters that are there. An edge whose word was replaced leads to what came for it; the edition knows that, as it has
 * put it there, and a later look could only guess.
 */
function renewed(after: PassageIndex, anchor: Anchor): Anchor {
  const isSound = anchor.state === "anchored" || anchor.state === "moved";
  const at = isSound ? rangeOf(after, anchor) : null;
  const positions = at && at.end > at.start ? after.positionsOf(at) : null;
  const isSame = !positions || (positions.start === anchor.start && positions.end === anchor.end);
  return isSame ? anchor : { ...anchor, start: positions.start, end: positions.end };
}

/** Uncertain, and so that it stays so: where the twin has the same surroundings too, those prove nothing any more. */
function doubted(anchor: Anchor, { start, end }: Anchor, look: (at: Anchor) => Anchor | null): Anchor {
  const uncertain: Anchor = { ...anchor, start, end, state: "uncertain" };
  return look(uncertain) === null ? uncertain : { ...uncertain, prefix: "", suffix: "" };
}

/**
 * Words that stood there before, beside the passage's own, are not where the passage went: its own are gone, and these are
 * others that read the same.
 */
function isTwin({ before, after }: Texts, anchor: Anchor, next: Anchor): boolean {
  const isSound = anchor.state === "anchored" || anchor.state === "moved";
  if (!isSound || next.state !== "moved") return false;
  const own = rangeOf(before, anchor);
  const stood = rangeOf(before, next);
  const found = rangeOf(after, next);
  if (!own || !stood || !found || own.end <= own.start) return false;
  const isOwn = stood.start < own.end && own.start < stood.end;
  if (isOwn) return false;
  return before.text.slice(stood.start, stood.end) === after.text.slice(found.start, found.end);
}

/**
 * Those whose anchors change.
 * @param at ISO 8601
 */
export function carryAnnotations(texts: Texts, annotations: readonly Annotation[], at: string): Annotation[] {
  return annotations.flatMap((annotation) => {
    if (!annotation.anchor) return [];
    const anchor = carryAnchor(texts, annotation.anchor);
    return anchor === annotation.anchor ? [] : [withAnchor(annotation, anchor, { by: null, at })];
  });
}
