/** Overlapping ranges of one text, cut into pieces that don't overlap, so that each can be drawn and picked. */

import type { TextRange } from "../anchor/anchor.ts";

export interface MarkedRange extends TextRange {
  id: string;
}

/** A piece of the text with the ids of all ranges that cover it, in the order in which they begin. */
export interface Segment extends TextRange {
  ids: string[];
}

/** Cuts [0, textLength) at every boundary; the pieces are in order, not empty, and cover each character exactly once. */
export function segments(textLength: number, ranges: readonly MarkedRange[]): Segment[] {
  const marked = ranges.map((range) => clamp(range, textLength)).filter((range) => range.start < range.end);
  const starting = [...marked].sort((a, b) => a.start - b.start || b.end - a.end || compareIds(a.id, b.id));
  const cuts = new Set([0, textLength]);
  for (const { start, end } of marked) cuts.add(start).add(end);

  const pieces: Segment[] = [];
  let active: MarkedRange[] = [];
  let nextStarting = 0;
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    if (cut > from) pieces.push({ start: from, end: cut, ids: active.map((range) => range.id) });
    active = active.filter((range) => range.end > cut);
    for (let range = starting[nextStarting]; range?.start === cut; range = starting[nextStarting]) {
      active.push(range);
      nextStarting++;
    }
    from = cut;
  }
  return pieces;
}

/**
 * A lane for each range, from 0 up: ranges that overlap never share one, so their underlines run side by side and one
 * range keeps its lane over all its pieces.
 */
export function lanes(ranges: readonly MarkedRange[]): Map<string, number> {
  const laneOf = new Map<string, number>();
  const endOfLane: number[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start || b.end - a.end || compareIds(a.id, b.id))) {
    const free = endOfLane.findIndex((end) => end <= range.start);
    const lane = free < 0 ? endOfLane.length : free;
    endOfLane[lane] = Math.max(range.end, range.start);
    laneOf.set(range.id, lane);
  }
  return laneOf;
}

const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const clamp = (range: MarkedRange, length: number): MarkedRange => ({
  id: range.id,
  start: Math.max(0, Math.min(range.start, length)),
  end: Math.max(0, Math.min(range.end, length)),
});
