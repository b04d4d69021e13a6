/** A text without its white space, and where each of its characters stands. */

import { GramIndex } from "./gram-index.ts";

/** What stands before a character: nothing, white space, or white space that breaks a line, a cell or a block. */
export type Gap = "none" | "space" | "break";

/** What `\s` matches, by code: a test of each character by a regular expression takes ten times as long. */
export function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0x1680) return code === 0xa0;
  if (code >= 0x2000 && code <= 0x200a) return true;
  return [0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff].includes(code);
}

const isBreak = (code: number): boolean => code === 0x09 || code === 0x0a || code === 0x0d;

/** Of what `isSpace` calls so. */
export const withoutSpace = (text: string): string => text.replace(/\s+/g, "");

export class BareText {
  readonly whole: string;
  readonly text: string;
  private placed: Uint32Array | null = null;
  private indexed: GramIndex | null = null;

  constructor(whole: string) {
    this.whole = whole;
    this.text = withoutSpace(whole);
  }

  /** UTF-16 offset of each character in the whole text. */
  get offsets(): Uint32Array {
    this.placed ??= offsetsIn(this.whole, this.text.length);
    return this.placed;
  }

  /** For looking up many quotes. */
  get grams(): GramIndex {
    this.indexed ??= new GramIndex(this.text);
    return this.indexed;
  }

  gapBefore(index: number): Gap {
    const to = this.offsets[index] ?? this.whole.length;
    const from = index === 0 ? 0 : (this.offsets[index - 1] ?? 0) + 1;
    if (from === to) return "none";
    for (let offset = from; offset < to; offset++) if (isBreak(this.whole.charCodeAt(offset))) return "break";
    return "space";
  }

  /** Index of the first character at or behind an offset. */
  indexAt(offset: number): number {
    const { offsets } = this;
    let low = 0;
    let high = offsets.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((offsets[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function offsetsIn(whole: string, length: number): Uint32Array {
  const offsets = new Uint32Array(length);
  let count = 0;
  for (let offset = 0; offset < whole.length; offset++)
    if (!isSpace(whole.charCodeAt(offset))) offsets[count++] = offset;
  return offsets;
}
