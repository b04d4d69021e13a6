import type { TextRange } from "./anchor.ts";

/** The range without white space and separators of blocks at its edges; null when nothing is left. */
export function trimRange(text: string, { start, end }: TextRange): TextRange | null {
  const words = text.slice(start, end);
  const from = start + (words.length - words.trimStart().length);
  const to = from + words.trim().length;
  return to > from ? { start: from, end: to } : null;
}
