/**
 * All highlights at their places in the editor's document, mapped through each change of it. Thousands are mapped with
 * each key, so places lie in arrays of numbers, and only what is drawn is looked at one by one. Values, never changed.
 */

import type { Mappable } from "@tiptap/pm/transform";
import type { PositionMap, Span } from "../../domain/schema/positions.ts";
import type { Highlight } from "./highlight-segments.ts";

export interface PlacedHighlights {
  /** By their starts. Where they lie in the editor's document say `from` and `to` of the same index. */
  readonly highlights: readonly Highlight[];
  readonly from: Int32Array;
  readonly to: Int32Array;
}

export const NO_HIGHLIGHTS: PlacedHighlights = { highlights: [], from: new Int32Array(), to: new Int32Array() };

/** @param highlights by their starts, in the text of `positions` */
export function placeHighlights(highlights: readonly Highlight[], positions: PositionMap): PlacedHighlights {
  const from = new Int32Array(highlights.length);
  const to = new Int32Array(highlights.length);
  highlights.forEach((highlight, index) => {
    const span = positions.spanOf(highlight);
    from[index] = span?.from ?? 0;
    to[index] = span?.to ?? 0;
  });
  return { highlights, from, to };
}

/** What was typed at an edge stays outside, as the anchors have it. */
export function mapPlaced(placed: PlacedHighlights, mapping: Mappable, changed: Span): PlacedHighlights {
  // Behind the change everything moves by as much.
  const shift = mapping.map(changed.to, 1) - changed.to;
  const moved = (at: number, side: -1 | 1): number => {
    if (at < changed.from) return at;
    return at > changed.to ? at + shift : mapping.map(at, side);
  };
  return {
    highlights: placed.highlights,
    from: placed.from.map((at) => moved(at, 1)),
    to: placed.to.map((at) => moved(at, -1)),
  };
}

/** Whether a change takes away what stands between two starts, or two ends: then what lies on top may be another. */
export function mergesEdges({ from, to }: PlacedHighlights, removed: Span): boolean {
  if (removed.to === removed.from) return false;
  const isMerged = (edges: Int32Array): boolean => {
    const first = edges.find((at) => at >= removed.from && at <= removed.to);
    return first !== undefined && edges.some((at) => at !== first && at >= removed.from && at <= removed.to);
  };
  return isMerged(from) || isMerged(to);
}

/** Whether the same is drawn, at the same places. */
export function isSamePlaced(one: PlacedHighlights, other: PlacedHighlights): boolean {
  if (one.highlights.length !== other.highlights.length) return false;
  return one.highlights.every((a, index) => {
    const b = other.highlights[index] as Highlight;
    const isSamePlace = one.from[index] === other.from[index] && one.to[index] === other.to[index];
    return isSamePlace && a.id === b.id && isSameLook(a, b);
  });
}

const isSameLook = (a: Highlight, b: Highlight): boolean =>
  a.kind === b.kind && a.state === b.state && a.isPending === b.isPending && a.isResolved === b.isResolved;

/** Those that reach into a stretch of the document, or touch it; their ranges count there. */
export function placedWithin({ highlights, from, to }: PlacedHighlights, stretch: Span): Highlight[] {
  const found: Highlight[] = [];
  for (let index = 0; index < from.length; index++) {
    const start = from[index] as number;
    if (start > stretch.to) break;
    const end = to[index] as number;
    if (end > start && end >= stretch.from) found.push({ ...(highlights[index] as Highlight), start, end });
  }
  return found;
}

/** Null when it has none in the text. */
export function placeOf({ highlights, from, to }: PlacedHighlights, id: string): Span | null {
  const index = highlights.findIndex((highlight) => highlight.id === id);
  const span = { from: from[index] ?? 0, to: to[index] ?? 0 };
  return span.to > span.from ? span : null;
}
