/** Overlapping passages cut into stretches that do not overlap, each knowing who covers it. Pure. */

import type { AnchorState, TextRange } from "../../domain/anchor/anchor.ts";
import type { AnnotationKind } from "../../domain/annotation/annotation.ts";
import type { AnnotationView } from "../sync/bulletin-session.ts";

export interface Highlight extends TextRange {
  id: string;
  kind: AnnotationKind;
  state: AnchorState;
  isPending: boolean;
  isResolved: boolean;
}

export interface Segment extends TextRange {
  /** Those that cover it, the one that is drawn on top last. */
  covering: readonly Highlight[];
}

/** Up to here all passages of a text are drawn; of more only those near the screen. */
export const ALL_DRAWN = 150;

/** From here on depths look alike. */
const DEEPEST = 3;

/** So many ids stand in the page; whoever asks for all that lie at a place asks for the highlights there. */
const IDS_IN_PAGE = 5;

export function highlightOf({ annotation, pending, range }: AnnotationView): Highlight | null {
  if (!range || !annotation.anchor) return null;
  return {
    ...range,
    id: annotation.id,
    kind: annotation.kind,
    state: annotation.anchor.state,
    isPending: pending,
    isResolved: annotation.resolved !== null,
  };
}

/**
 * In the order of the text.
 * @param within only there; what reaches beyond is cut off
 */
export function segmentsOf(highlights: readonly Highlight[], within: TextRange = EVERYWHERE): Segment[] {
  const there = highlights.filter((one) => one.end > Math.max(one.start, within.start) && one.start < within.end);
  there.sort((a, b) => a.start - b.start);
  const inside = (edge: number): number => Math.min(Math.max(edge, within.start), within.end);
  const edges = [...new Set(there.flatMap(({ start, end }) => [inside(start), inside(end)]))].sort((a, b) => a - b);
  const segments: Segment[] = [];
  let open: Highlight[] = [];
  let next = 0;
  edges.forEach((start, index) => {
    const end = edges[index + 1];
    if (end === undefined) return;
    open = open.filter((highlight) => highlight.end > start);
    for (let one = there[next]; one && one.start <= start; one = there[++next]) insert(open, one);
    if (open.length > 0) segments.push({ start, end, covering: [...open] });
  });
  return segments;
}

const EVERYWHERE: TextRange = { start: 0, end: Number.MAX_SAFE_INTEGER };

function insert(open: Highlight[], one: Highlight): void {
  let at = open.length;
  while (at > 0 && fromBelow(open[at - 1] as Highlight, one) > 0) at--;
  open.splice(at, 0, one);
}

/** Those that hold a character, or lie at a caret, the one that is drawn on top first. */
export function highlightsAt(highlights: readonly Highlight[], at: number, by: "character" | "caret"): Highlight[] {
  const reach = by === "caret" ? 1 : 0;
  const there = highlights.filter(({ start, end }) => end > start && start <= at && end + reach > at);
  return there.sort((a, b) => fromBelow(b, a));
}

/**
 * Resolved ones lie below; then the later above the earlier, and of those that begin together the narrower above the
 * wider, so that each has a stretch of its own to be seen. Typing leaves this order as it is, other than that by width.
 */
function fromBelow(a: Highlight, b: Highlight): number {
  const byState = Number(b.isResolved) - Number(a.isResolved);
  return byState || a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : Number(a.id > b.id));
}

export interface DrawnSegment extends TextRange {
  attributes: Record<string, string>;
}

/**
 * What is drawn, in the order of the text. Of a crowd, neighbours that look the same are one: half as many elements, of
 * which each names those that all of it belongs to.
 */
export function drawSegments(segments: readonly Segment[], isCrowd: boolean): DrawnSegment[] {
  const drawn: DrawnSegment[] = [];
  for (const segment of segments) {
    const { start, end } = segment;
    const attributes = segmentAttributes(segment);
    const last = drawn.at(-1);
    if (!isCrowd || !last || last.end !== start || !isSameLook(last.attributes, attributes)) {
      drawn.push({ start, end, attributes });
      continue;
    }
    last.end = end;
    last.attributes["data-annotations"] = inBoth(last.attributes["data-annotations"], attributes["data-annotations"]);
  }
  return drawn;
}

const LOOKS = ["data-kind", "data-state", "data-depth", "data-pending", "data-resolved"];

const isSameLook = (one: Record<string, string>, other: Record<string, string>): boolean =>
  LOOKS.every((name) => one[name] === other[name]);

function inBoth(ids = "", others = ""): string {
  const there = new Set(others.split(" "));
  return ids
    .split(" ")
    .filter((id) => there.has(id))
    .join(" ");
}

/** Attributes of a segment's element; `marks.css` and `editor.css` draw by them. */
export function segmentAttributes({ covering }: Segment): Record<string, string> {
  const top = covering.at(-1);
  if (!top) return {};
  let depth = 0;
  for (const { isResolved } of covering) if (!isResolved) depth++;
  return {
    class: "mark",
    "data-annotations": covering
      .slice(-IDS_IN_PAGE)
      .map(({ id }) => id)
      .join(" "),
    "data-kind": top.kind,
    "data-state": top.state,
    ...(depth > 1 ? { "data-depth": String(Math.min(depth, DEEPEST)) } : {}),
    ...(top.isPending ? { "data-pending": "" } : {}),
    ...(top.isResolved ? { "data-resolved": "" } : {}),
  };
}
