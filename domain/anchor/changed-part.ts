/** What differs between two wordings of a passage. */

export interface Wording {
  /** The same in both. */
  before: string;
  changed: string;
  /** The same in both. */
  after: string;
}

/** Cut at the edges of words, so that a reader sees "harbours" for "harbour" and not an "s". */
export function changedPart(then: string, now: string): { was: Wording; is: Wording } {
  const old = wordsOf(then);
  const young = wordsOf(now);
  const shorter = Math.min(old.length, young.length);
  let head = 0;
  while (head < shorter && old[head] === young[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === young.at(-1 - tail)) tail++;
  const cut = (words: string[]): Wording => ({
    before: words.slice(0, head).join(""),
    changed: words.slice(head, words.length - tail).join(""),
    after: words.slice(words.length - tail).join(""),
  });
  return { was: cut(old), is: cut(young) };
}

/** Whether they are the same words, however they are broken into lines and paragraphs. */
export const isSameWording = (a: string, b: string): boolean => a.replace(/\s+/g, "") === b.replace(/\s+/g, "");

/** Words and what stands between them. */
const wordsOf = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}\p{M}_]+|[^\s\p{L}\p{N}\p{M}_]/gu) ?? [];
