/** The order in which annotations are drawn. */

import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { AnnotationView } from "./bulletin-session.ts";

/** The order of the text, the wider before the narrower; those without a place last, oldest first. */
export function inOrder(a: AnnotationView, b: AnnotationView): number {
  if (a.range && b.range) {
    return a.range.start - b.range.start || b.range.end - a.range.end || byTime(a.annotation, b.annotation);
  }
  if (a.range) return -1;
  return b.range ? 1 : byTime(a.annotation, b.annotation);
}

/** Both are letters and digits in one form, which need no language to be compared. */
const byTime = (a: Annotation, b: Annotation): number => compare(a.at, b.at) || compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The views in order, of which only those at `indices` may be out of it; the same array when none is. */
export function sortChanged(views: AnnotationView[], indices: readonly number[]): AnnotationView[] {
  const isInPlace = (index: number): boolean => {
    const [before, view, after] = [views[index - 1], views[index], views[index + 1]];
    return !view || ((!before || inOrder(before, view) <= 0) && (!after || inOrder(view, after) <= 0));
  };
  return indices.every(isInPlace) ? views : [...views].sort(inOrder);
}
