/** Cuts a bulletin's text at its highlights, to be drawn as the editor's layers draw them. Pure. */

import type { TextRange } from "../../domain/anchor/anchor.ts";
import type { AnnotationKind } from "../../domain/annotation/annotation.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { walkTextRuns } from "../../domain/schema/plain-text.ts";
import type { Piece, Pieces } from "../bulletins/text-pieces.ts";
import {
  ALL_DRAWN,
  type DrawnSegment,
  drawSegments,
  type Highlight,
  segmentsOf,
} from "../editor/highlight-segments.ts";

export interface Marking {
  highlights: readonly Highlight[];
  activeId: string | null;
  /** The passage of an annotation that is being written. */
  draft: { kind: AnnotationKind; range: TextRange } | null;
  /** Highlights are drawn only there. */
  within: TextRange;
}

/** `plain` is the plain text, in which the ranges have to count for the pieces to be true. */
export function markPassages(document: BulletinNode, { highlights, activeId, draft, within: near }: Marking) {
  const segments = drawSegments(segmentsOf(highlights, near), highlights.length > ALL_DRAWN);
  const active = activeId === null ? undefined : highlights.find(({ id }) => id === activeId);
  const pieces = new Map<BulletinNode, readonly Piece[]>();
  let next = 0;
  const plain = walkTextRuns(document, ({ node, offset, text }) => {
    const end = offset + text.length;
    while ((segments[next]?.end ?? end + 1) <= offset) next++;
    const within: DrawnSegment[] = [];
    for (let at = next; (segments[at]?.start ?? end) < end; at++) within.push(segments[at] as DrawnSegment);
    const drafted = draft && draft.range.start < end && draft.range.end > offset ? draft : null;
    if (within.length === 0 && !drafted) return;
    const ranges = [...within, ...(drafted ? [drafted.range] : []), ...(active ? [active] : [])];
    const edges = ranges.flatMap((range) => [range.start, range.end]);
    const inside = edges.filter((edge) => edge > offset && edge < end);
    const cuts = [...new Set([offset, ...inside, end])].sort((a, b) => a - b);
    pieces.set(
      node,
      cuts.slice(1).map((to, index) => {
        const from = cuts[index] ?? offset;
        const segment = within.find((one) => one.start <= from && one.end >= to);
        const isDraft = drafted !== null && drafted.range.start <= from && drafted.range.end >= to;
        const isActive = active !== undefined && segment !== undefined && active.start <= from && active.end >= to;
        const look = around(segment, isActive, isDraft && drafted);
        return { text: text.slice(from - offset, to - offset), around: look };
      }),
    );
  });
  return { document, pieces: pieces as Pieces, plain };
}

function around(segment: DrawnSegment | undefined, isActive: boolean, draft: Marking["draft"] | false) {
  if (!segment && !draft) return null;
  const own = segment?.attributes ?? {};
  const attributes = {
    ...own,
    ...(draft ? { "data-draft": "", "data-kind": draft.kind } : {}),
    ...(isActive ? { "data-active": "" } : {}),
    class: [own.class, draft && "mark-draft", isActive && "mark-active"].filter(Boolean).join(" "),
  };
  return { tag: segment ? ("mark" as const) : ("span" as const), attributes };
}
