/** Page numbers that stand alone between paragraphs. */

const MAX_LENGTH = 24;

/** "3", "- 3 -", "Page 3 of 12", "p. 3", "3/12"; a bare number of four digits is a year. */
const LABELLED = /^[-–—]?\s?(?:page|p\.|pg\.)\s?\d{1,4}(?:\s?(?:\/|of)\s?\d{1,4})?\s?[-–—]?$/i;
const DASHED = /^[-–—]\s?\d{1,3}\s?[-–—]$/;
const OF_TOTAL = /^\d{1,3}\s?(?:\/|of)\s?\d{1,3}$/i;
const BARE = /^\d{1,3}$/;

/** Certain from its form alone. */
const isMarkedPageNumber = (words: string): boolean =>
  words.length <= MAX_LENGTH && (LABELLED.test(words) || DASHED.test(words));

export const isPageNumber = (words: string): boolean =>
  isMarkedPageNumber(words) || (words.length <= MAX_LENGTH && (OF_TOTAL.test(words) || BARE.test(words)));

/**
 * Which of the blocks are page numbers. Bare numbers count only when they stand apart from each other and rise through
 * the text: a column of figures does neither.
 */
export function findPageNumbers(words: string[]): Set<number> {
  const marked = new Set<number>();
  const bare: number[] = [];
  words.forEach((line, index) => {
    if (isMarkedPageNumber(line)) marked.add(index);
    else if (isPageNumber(line)) bare.push(index);
  });
  const isApart = bare.every((at, nth) => nth === 0 || at - (bare[nth - 1] ?? 0) > 1);
  const isRising = bare.every((at, nth) => nth === 0 || numberIn(words[at]) > numberIn(words[bare[nth - 1] ?? 0]));
  return isApart && isRising ? new Set([...marked, ...bare]) : marked;
}

const numberIn = (line: string | undefined): number => Number.parseInt(line ?? "", 10);
