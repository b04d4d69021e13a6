/** Between UTF-16 code units, in which we count, and Unicode code points, in which the API counts. */

import type { TextRange } from "./anchor.ts";

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** The number of code points before a UTF-16 offset. */
export function codePointsBefore(text: string, offset: number): number {
  let count = 0;
  for (let index = 0; index < offset && index < text.length; index++) {
    const pair = isHighSurrogate(text.charCodeAt(index)) && isLowSurrogate(text.charCodeAt(index + 1));
    if (pair) index++;
    count++;
  }
  return count;
}

/** The UTF-16 offset of the code point at `position`; the text's length when it lies behind the end. */
export function offsetOfCodePoint(text: string, position: number): number {
  let offset = 0;
  for (let count = 0; count < position && offset < text.length; count++) {
    offset += isHighSurrogate(text.charCodeAt(offset)) && isLowSurrogate(text.charCodeAt(offset + 1)) ? 2 : 1;
  }
  return offset;
}

export const toCodePoints = (text: string, range: TextRange): TextRange => ({
  start: codePointsBefore(text, range.start),
  end: codePointsBefore(text, range.end),
});

export const fromCodePoints = (text: string, range: TextRange): TextRange => ({
  start: offsetOfCodePoint(text, range.start),
  end: offsetOfCodePoint(text, range.end),
});
