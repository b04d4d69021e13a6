/**
 * Between offsets of the plain text (plain-text.ts) and positions in the editor's document: one walk over the document,
 * then binary search.
 */

import type { Node } from "@tiptap/pm/model";
import type { TextRange } from "../anchor/anchor.ts";
import { separatorIn, TEXT_BLOCKS } from "./plain-text.ts";

/** A stretch of the editor's document, half-open. */
export interface Span {
  from: number;
  to: number;
}

/** Characters that stand in one piece in both. */
interface Run {
  offset: number;
  position: number;
  length: number;
}

export interface PositionMap {
  text: string;
  /** The stretches that hold the characters of a range, one a text block; separators between blocks are in none. */
  spansOf(range: TextRange): Span[];
  /** From the first to the last character of a range, over what lies between their blocks; null without a character. */
  spanOf(range: TextRange): Span | null;
  /** The range of the characters between two positions; null when there are none. */
  rangeOf(span: Span): TextRange | null;
}

export function mapPositions(doc: Node): PositionMap {
  const runs: Run[] = [];
  const parts: string[] = [];
  let offset = 0;
  const append = (text: string): void => {
    parts.push(text);
    offset += text.length;
  };
  const addRun = (position: number, text: string): void => {
    const last = runs.at(-1);
    const isNext = last && last.offset + last.length === offset && last.position + last.length === position;
    if (isNext) last.length += text.length;
    else runs.push({ offset, position, length: text.length });
    append(text);
  };
  const walk = (node: Node, start: number): void => {
    const separator = TEXT_BLOCKS.has(node.type.name) ? "" : separatorIn(node.type.name);
    node.forEach((child, within, index) => {
      if (index > 0) append(separator);
      const position = start + within;
      if (child.isText) addRun(position, child.text ?? "");
      else if (child.type.name === "hardBreak") addRun(position, "\n");
      else walk(child, position + 1);
    });
  };
  walk(doc, 0);

  return {
    text: parts.join(""),
    spansOf({ start, end }) {
      const spans: Span[] = [];
      for (let index = firstEndingAfter(runs, start, "offset"); index < runs.length; index++) {
        const run = runs[index];
        if (!run || run.offset >= end) break;
        const shift = run.position - run.offset;
        spans.push({ from: Math.max(start, run.offset) + shift, to: Math.min(end, run.offset + run.length) + shift });
      }
      return spans;
    },
    spanOf({ start, end }) {
      const first = runs[firstEndingAfter(runs, start, "offset")];
      if (!first || first.offset >= end) return null;
      const past = firstEndingAfter(runs, end - 1, "offset");
      // A separator between blocks may be the last of the range; it has no place.
      const last = (runs[past]?.offset ?? end) < end ? runs[past] : runs[past - 1];
      if (!last) return null;
      return {
        from: first.position + Math.max(0, start - first.offset),
        to: last.position + Math.min(last.length, end - last.offset),
      };
    },
    rangeOf({ from, to }) {
      const first = runs[firstEndingAfter(runs, from, "position")];
      if (!first || first.position >= to) return null;
      let index = firstEndingAfter(runs, to, "position");
      if (index === runs.length || (runs[index]?.position ?? 0) >= to) index--;
      const last = runs[index];
      if (!last) return null;
      return {
        start: first.offset + Math.max(0, from - first.position),
        end: last.offset + Math.min(last.length, to - last.position),
      };
    },
  };
}

/** The index of the first run that ends behind `at`. */
function firstEndingAfter(runs: readonly Run[], at: number, by: "offset" | "position"): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const run = runs[middle];
    if (run && run[by] + run.length <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
