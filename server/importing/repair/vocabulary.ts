/** Which words a text itself uses: evidence for what a hyphen or a capital letter means in it. */

const WORD = /[\p{L}\p{M}\p{N}’']+(?:-[\p{L}\p{M}\p{N}’']+)*/gu;

export interface Vocabulary {
  /** How often a word stands in the text, whatever its capitals; parts of compounds count too. */
  count(word: string): number;
  /** Stands somewhere without any capital. */
  isWrittenSmall(word: string): boolean;
}

export function vocabularyOf(text: string): Vocabulary {
  const counts = new Map<string, number>();
  const small = new Set<string>();
  const add = (word: string): void => {
    const lower = word.toLowerCase();
    if (word === lower) small.add(word);
    counts.set(lower, (counts.get(lower) ?? 0) + 1);
  };
  for (const [word] of text.matchAll(WORD)) {
    add(word);
    if (word.includes("-")) word.split("-").forEach(add);
  }
  return {
    count: (word) => counts.get(word.toLowerCase()) ?? 0,
    isWrittenSmall: (word) => small.has(word.toLowerCase()),
  };
}
