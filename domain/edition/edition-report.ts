/** What a new edition would do to the annotations of a bulletin and to its text, for people to look at before it is done. */

import { type Anchor, type AnchorState, rangeOf, type TextRange } from "../anchor/anchor.ts";
import { withoutSpace } from "../anchor/bare-text.ts";
import { type Annotation, type AnnotationKind, visibleComments } from "../annotation/annotation.ts";
import { carryAnchor, type Texts } from "./carry-anchor.ts";

/** Worst first. */
export const FATES = ["detached", "uncertain", "changed", "moved", "exact"] as const;

/**
 * `exact`: the same words where they stood. `moved`: the same words, found elsewhere. `changed`: it stays where it was,
 * but its words changed. `uncertain` and `detached` as anchors are.
 */
export type Fate = (typeof FATES)[number];

/** A passage amid its paragraph; long ones lack their middle. */
export interface Excerpt {
  prefix: string;
  quote: string;
  suffix: string;
}

export interface ReportItem {
  id: string;
  state: Fate;
  /** What it is before the new edition; null on the whole bulletin. */
  was: AnchorState | null;
  kind: AnnotationKind;
  author: string;
  /** The first words that were written with it; empty when there are none. */
  comment: string;
  isResolved: boolean;
  /** Null on the whole bulletin. */
  before: Excerpt | null;
  /** Null when it is detached, and on the whole bulletin. */
  after: Excerpt | null;
}

/** Visible annotations, the worst first, then in the order of the text. */
export function reportAnnotations(texts: Texts, annotations: readonly Annotation[]): ReportItem[] {
  return annotations
    .map((annotation) => ({ item: itemOf(texts, annotation), at: placeOf(texts, annotation), time: annotation.at }))
    .sort((a, b) => rank(a.item) - rank(b.item) || a.at - b.at || (a.time < b.time ? -1 : 1))
    .map(({ item }) => item);
}

export function countFates(items: readonly ReportItem[]): Record<Fate, number> {
  const counts = { detached: 0, uncertain: 0, changed: 0, moved: 0, exact: 0 };
  for (const { state } of items) counts[state] += 1;
  return counts;
}

const rank = ({ state }: ReportItem): number => FATES.indexOf(state);

/** What has no place comes last. */
const placeOf = ({ before }: Texts, { anchor }: Annotation): number =>
  (anchor && rangeOf(before, anchor)?.start) ?? Number.MAX_SAFE_INTEGER;

function itemOf(texts: Texts, annotation: Annotation): ReportItem {
  const { id, kind, anchor, author, resolved } = annotation;
  const comment = cutMiddle(visibleComments(annotation)[0]?.text ?? "", COMMENT_MAX);
  const item = { id, kind, author: author.name, comment, isResolved: resolved !== null, was: anchor?.state ?? null };
  if (!anchor) return { ...item, state: "exact", before: null, after: null };
  const carried = carryAnchor(texts, anchor);
  const after = carried.state === "detached" ? null : placeIn(texts.after.text, rangeOf(texts.after, carried));
  return { ...item, state: fateOf(anchor, carried), before: placeBefore(texts, anchor), after };
}

function fateOf(anchor: Anchor, carried: Anchor): Fate {
  const { state } = carried;
  if (state === "detached" || state === "uncertain") return state;
  // One that has moved once stays so, and its state does not tell whether it moves again.
  const isMoved = state === "moved" && (anchor.state !== "moved" || isElsewhere(anchor, carried));
  if (isMoved) return "moved";
  return carried.quote === anchor.quote ? "exact" : "changed";
}

/** At new positions with the same words; white space is where a paragraph was broken or joined. */
const isElsewhere = (anchor: Anchor, carried: Anchor): boolean =>
  (carried.start !== anchor.start || carried.end !== anchor.end) &&
  withoutSpace(carried.quote) === withoutSpace(anchor.quote);

/** In the text where it stands, else as the anchor has kept it. */
function placeBefore({ before }: Texts, anchor: Anchor): Excerpt {
  const range = rangeOf(before, anchor);
  const stands = range !== null && before.text.slice(range.start, range.end) === anchor.quote;
  const { prefix, quote, suffix } = anchor;
  return (stands && placeIn(before.text, range)) || { prefix, quote: cutMiddle(quote, QUOTE_MAX), suffix };
}

/** Of the surroundings so much is shown on either side, and of the passage itself, in characters. */
const AROUND = 90;
const QUOTE_MAX = 600;
const COMMENT_MAX = 200;

function placeIn(text: string, range: TextRange | null): Excerpt | null {
  if (!range || range.end <= range.start) return null;
  const before = text.slice(Math.max(0, range.start - AROUND), range.start);
  const after = text.slice(range.end, range.end + AROUND);
  const blockStart = before.lastIndexOf("\n\n");
  const blockEnd = after.indexOf("\n\n");
  const prefix = blockStart >= 0 ? before.slice(blockStart + 2) : range.start > AROUND ? fromWord(before) : before;
  const isCut = blockEnd < 0 && range.end + AROUND < text.length;
  const suffix = blockEnd >= 0 ? after.slice(0, blockEnd) : isCut ? toWord(after) : after;
  return { prefix, quote: cutMiddle(text.slice(range.start, range.end), QUOTE_MAX), suffix };
}

const fromWord = (text: string): string => `…${text.replace(/^\S*\s/, "")}`;
const toWord = (text: string): string => `${text.replace(/\s\S*$/, "")}…`;

/** Not through the halves of a character. */
function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = most >> 1;
  const start = text.slice(0, half).replace(/[\ud800-\udbff]$/, "");
  const end = text.slice(-half).replace(/^[\udc00-\udfff]/, "");
  return `${start.trimEnd()} … ${end.trimStart()}`;
}
