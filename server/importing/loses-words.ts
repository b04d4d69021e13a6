/** Whether words of one text are missing from another. */

const WORD = /[\p{L}\p{N}]+/gu;

/** Entities and percent signs are written one way and read another. */
function wordsOf(text: string): string[] {
  const plain = text.replace(/&#?\w{1,31};/g, " ").replace(/%[0-9a-f]{2}/gi, " ");
  return plain.match(WORD) ?? [];
}

/** Counts each word: one that is there twice must be kept twice. */
export function losesWords(before: string, after: string): boolean {
  const counts = new Map<string, number>();
  for (const word of wordsOf(after)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return wordsOf(before).some((word) => {
    const left = counts.get(word) ?? 0;
    counts.set(word, left - 1);
    return left === 0;
  });
}
