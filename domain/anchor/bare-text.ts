/** A text without its white space, and where each of its characters stands. */

/** What stands before a character: nothing, white space, or white space that breaks a line, a cell or a block. */
export type Gap = "none" | "space" | "break";

export interface BareText {
  text: string;
  /** UTF-16 offset of each character in the whole text. */
  offsets: Uint32Array;
  gapBefore(index: number): Gap;
  /** Index of the first character at or behind an offset. */
  indexAt(offset: number): number;
}

const SPACE = /\s/;

export function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return SPACE.test(String.fromCharCode(code));
}

const isBreak = (code: number): boolean => code === 0x09 || code === 0x0a || code === 0x0d;

/** Of what `isSpace` calls so. */
export const withoutSpace = (text: string): string => text.replace(/\s+/g, "");

/** Thousands of anchors are looked for in one text: the last long one is kept. */
let last: { whole: string; bare: BareText } | null = null;

/** Shorter ones, which quotes are, would push the text out. */
const KEPT_LENGTH = 4096;

export function bareText(whole: string): BareText {
  if (last?.whole === whole) return last.bare;
  const bare = strip(whole);
  if (whole.length >= KEPT_LENGTH) last = { whole, bare };
  return bare;
}

function strip(whole: string): BareText {
  const text = withoutSpace(whole);
  const offsets = new Uint32Array(text.length);
  let count = 0;
  for (let offset = 0; offset < whole.length; offset++)
    if (!isSpace(whole.charCodeAt(offset))) offsets[count++] = offset;
  return {
    text,
    offsets,
    gapBefore(index) {
      const to = offsets[index] ?? whole.length;
      const from = index === 0 ? 0 : (offsets[index - 1] ?? 0) + 1;
      if (from === to) return "none";
      for (let offset = from; offset < to; offset++) if (isBreak(whole.charCodeAt(offset))) return "break";
      return "space";
    },
    indexAt(offset) {
      let low = 0;
      let high = offsets.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((offsets[middle] ?? 0) < offset) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}
