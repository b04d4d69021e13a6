/** The list of annotations that the page draws. Unchanged ones stay the same objects, so only changed cards draw anew. */

import type { TextRange } from "../../domain/anchor/anchor.ts";
import { shownRange } from "../../domain/anchor/shown-range.ts";
import { type Annotation, isVisible } from "../../domain/annotation/annotation.ts";
import type { TextMap } from "../../domain/ydoc/text-map.ts";
import type { AnnotationView } from "./bulletin-session.ts";
import type { PendingView } from "./pending-view.ts";

export type ViewList = readonly AnnotationView[];

/** Visible ones in the order of the text, the wider before the narrower; those without a place last, oldest first. */
export function annotationViews({ annotations, pending }: PendingView, map: TextMap, before: ViewList): ViewList {
  const known = new Map(before.map((view) => [view.annotation.id, view]));
  const views: AnnotationView[] = [];
  for (const annotation of annotations.values()) {
    if (!isVisible(annotation)) continue;
    const view = { annotation, pending: pending.has(annotation.id), range: shownRange(map, annotation.anchor) };
    const old = known.get(annotation.id);
    views.push(old && isSame(old, view) ? old : view);
  }
  views.sort(inOrder);
  const isUnchanged = views.length === before.length && views.every((view, index) => view === before[index]);
  return isUnchanged ? before : views;
}

const isSame = (a: AnnotationView, b: AnnotationView): boolean =>
  a.annotation === b.annotation && a.pending === b.pending && isSameRange(a.range, b.range);

const isSameRange = (a: TextRange | null, b: TextRange | null): boolean => a?.start === b?.start && a?.end === b?.end;

function inOrder(a: AnnotationView, b: AnnotationView): number {
  if (a.range && b.range) {
    return a.range.start - b.range.start || b.range.end - a.range.end || byTime(a.annotation, b.annotation);
  }
  if (a.range) return -1;
  return b.range ? 1 : byTime(a.annotation, b.annotation);
}

const byTime = (a: Annotation, b: Annotation): number => a.at.localeCompare(b.at) || a.id.localeCompare(b.id);
