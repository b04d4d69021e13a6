/**
 * The list of annotations that the page draws. Unchanged ones stay the same objects, so only changed cards draw anew; and
 * of thousands, those that a typed letter does not touch are only counted on.
 */

import type { TextRange } from "../../domain/anchor/anchor.ts";
import { hasItsWords, shownRange } from "../../domain/anchor/shown-range.ts";
import { REACH, type TextChanges } from "../../domain/anchor/text-change.ts";
import { type Annotation, isVisible } from "../../domain/annotation/annotation.ts";
import { changesBetween } from "../../domain/ydoc/text-changes.ts";
import type { TextMap } from "../../domain/ydoc/text-map.ts";
import type { AnnotationView } from "./bulletin-session.ts";
import type { PendingView } from "./pending-view.ts";
import { inOrder, sortChanged } from "./view-order.ts";

export type ViewList = readonly AnnotationView[];

/** Whether what is typed elsewhere can matter to where an annotation is drawn. */
const isOpen = ({ annotation: { anchor }, range }: AnnotationView, map: TextMap): boolean => {
  if (!anchor || anchor.state === "detached") return false;
  return range === null || (anchor.state !== "uncertain" && !hasItsWords(map, anchor, range));
};

export class AnnotationViews {
  #list: ViewList = [];
  readonly #ids = new Set<string>();
  #map: TextMap | null = null;
  /** Indices of those whose place has to be found again with each change of the text. */
  #open: number[] = [];

  /**
   * Visible ones in the order of the text, the wider before the narrower; those without a place last, oldest first.
   * @param areSame whether nothing but the text has changed since the last time
   */
  draw(drawn: PendingView, map: TextMap, areSame: boolean): ViewList {
    const before = this.#map;
    this.#map = map;
    if (before && before !== map) this.#move(changesBetween(before, map), map);
    if (!before || !areSame) this.#update(drawn, map);
    return this.#list;
  }

  #move(changes: TextChanges, map: TextMap): void {
    const first = changes.all[0];
    const last = changes.all.at(-1);
    if (!first || !last) return;
    const from = first.before.start - REACH;
    const to = last.before.end + REACH;
    const by = last.after.end - last.before.end;
    const views = [...this.#list];
    const found: number[] = [];
    for (const [index, view] of this.#list.entries()) {
      const { range } = view;
      if (!range || range.end < from) continue;
      if (range.start <= to && changes.touch(range)) found.push(index);
      else if (range.start > to) {
        if (by !== 0) views[index] = placed(view, { start: range.start + by, end: range.end + by });
      } else {
        const start = changes.shifted(range.start);
        if (start !== range.start) views[index] = placed(view, { start, end: start + range.end - range.start });
      }
    }
    const again = [...new Set([...found, ...this.#open])].sort((a, b) => a - b);
    for (const index of again) {
      const view = views[index];
      if (view) views[index] = placed(view, shownRange(map, view.annotation.anchor));
    }
    this.#list = sortChanged(views, again);
    this.#noteOpen(map, this.#list === views ? again : null);
  }

  #update(drawn: PendingView, map: TextMap): void {
    const { annotations, pending } = drawn;
    const views: AnnotationView[] = [];
    for (const old of this.#list) {
      const { id } = old.annotation;
      const annotation = annotations.get(id);
      if (annotation && isVisible(annotation)) views.push(changed(old, annotation, pending.has(id), map));
      else this.#ids.delete(id);
    }
    for (const annotation of annotations.values()) {
      const { id } = annotation;
      if (this.#ids.has(id) || !isVisible(annotation)) continue;
      this.#ids.add(id);
      views.push({ annotation, pending: pending.has(id), range: shownRange(map, annotation.anchor) });
    }
    views.sort(inOrder);
    const before = this.#list;
    const isUnchanged = views.length === before.length && views.every((view, index) => view === before[index]);
    if (isUnchanged) return;
    this.#list = views;
    this.#noteOpen(map, null);
  }

  /** @param among indices of those that may have become so or are no longer; null: all */
  #noteOpen(map: TextMap, among: readonly number[] | null): void {
    const indices = among ?? this.#list.keys();
    const open: number[] = [];
    for (const index of indices) {
      const view = this.#list[index];
      if (view && isOpen(view, map)) open.push(index);
    }
    this.#open = open;
  }
}

function placed(view: AnnotationView, range: TextRange | null): AnnotationView {
  return isSameRange(view.range, range) ? view : { annotation: view.annotation, pending: view.pending, range };
}

function changed(old: AnnotationView, annotation: Annotation, pending: boolean, map: TextMap): AnnotationView {
  if (old.annotation === annotation && old.pending === pending) return old;
  const range = old.annotation.anchor === annotation.anchor ? old.range : shownRange(map, annotation.anchor);
  return { annotation, pending, range: isSameRange(old.range, range) ? old.range : range };
}

const isSameRange = (a: TextRange | null, b: TextRange | null): boolean => a?.start === b?.start && a?.end === b?.end;
