/** Moving one edge of a passage by keyboard. Pure. */

import type { TextRange } from "../../domain/anchor/anchor.ts";

export type Edge = "start" | "end";

/** A passage keeps one character at least. */
export function withEdge(range: TextRange, edge: Edge, offset: number, length: number): TextRange {
  return edge === "start"
    ? { start: Math.max(0, Math.min(offset, range.end - 1)), end: range.end }
    : { start: range.start, end: Math.min(length, Math.max(offset, range.start + 1)) };
}

export type Step = "character" | "word" | "all";

/**
 * Where an edge goes from an offset (UTF-16): by what a reader takes for a character, by a word, or as far as it can.
 */
export function stepFrom(text: string, offset: number, step: Step, isForward: boolean): number {
  if (step === "all") return isForward ? text.length : 0;
  return step === "word" ? wordEdge(text, offset, isForward) : characterEdge(text, offset, isForward);
}

/** Long enough for any cluster of characters, family emoji included. */
const AROUND = 64;

function characterEdge(text: string, offset: number, isForward: boolean): number {
  const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  if (isForward) {
    const [first] = segmenter.segment(text.slice(offset, offset + AROUND));
    return offset + (first?.segment.length ?? 0);
  }
  const last = [...segmenter.segment(text.slice(Math.max(0, offset - AROUND), offset))].at(-1);
  return offset - (last?.segment.length ?? 0);
}

/** Forwards to a word's end, backwards to a word's beginning, as editors do. */
function wordEdge(text: string, offset: number, isForward: boolean): number {
  const edge = /[\p{L}\p{N}\p{M}_’'-]+/u;
  if (isForward) {
    const found = edge.exec(text.slice(offset));
    return found ? offset + found.index + found[0].length : text.length;
  }
  const words = [...text.slice(0, offset).matchAll(new RegExp(edge, "gu"))];
  return words.at(-1)?.index ?? 0;
}
