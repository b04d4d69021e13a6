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

/** In the order of the text. */
export function segmentsOf(highlights: readonly Highlight[]): Segment[] {
  const starts = highlights.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  const edges = [...new Set(starts.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const segments: Segment[] = [];
  let open: Highlight[] = [];
  let next = 0;
  edges.forEach((start, index) => {
    const end = edges[index + 1];
    if (end === undefined) return;
    open = open.filter((highlight) => highlight.end > start);
    for (let one = starts[next]; one && one.start === start; one = starts[++next]) open.push(one);
    if (open.length > 0) segments.push({ start, end, covering: [...open].sort(fromBelow) });
  });
  return segments;
}

/** Resolved ones lie below; then the narrower above the wider, so that each has a stretch of its own to be seen. */
const fromBelow = (a: Highlight, b: Highlight): number =>
  Number(b.isResolved) - Number(a.isResolved) || b.end - b.start - (a.end - a.start) || a.id.localeCompare(b.id);

/** Attributes of a segment's element; `marks.css` and `editor.css` draw by them. */
export function segmentAttributes({ covering }: Segment): Record<string, string> {
  const top = covering.at(-1);
  if (!top) return {};
  const depth = covering.filter(({ isResolved }) => !isResolved).length;
  return {
    class: "mark",
    "data-annotations": covering.map(({ id }) => id).join(" "),
    "data-kind": top.kind,
    "data-state": top.state,
    ...(depth > 1 ? { "data-depth": String(Math.min(depth, 3)) } : {}),
    ...(top.isPending ? { "data-pending": "" } : {}),
    ...(top.isResolved ? { "data-resolved": "" } : {}),
  };
}
