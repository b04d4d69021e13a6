/** Code point positions of many offsets of one text: counted once, where anchor/code-points.ts counts for each. */

import type { TextRange } from "../anchor/anchor.ts";

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** A function from UTF-16 ranges of this text to ranges in code points. */
export function codePointIndex(text: string): (range: TextRange) => TextRange {
  const before = new Uint32Array(text.length + 1);
  for (let index = 0; index < text.length; index++) {
    const isSecondHalf =
      index > 0 && isLowSurrogate(text.charCodeAt(index)) && isHighSurrogate(text.charCodeAt(index - 1));
    before[index + 1] = (before[index] ?? 0) + (isSecondHalf ? 0 : 1);
  }
  const at = (offset: number): number => before[Math.max(0, Math.min(offset, text.length))] ?? 0;
  return ({ start, end }) => ({ start: at(start), end: at(end) });
}
