/** Words, numbers, signs and the white space between them: the smallest things that a comparison tells apart. */

/** Scripts without spaces between words go by the character. */
const TOKEN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{M}\p{N}\p{Pc}])+|\s+|./gsu;

const WORD = /^[\p{L}\p{N}]/u;

/** Joined they are the text again. */
export const tokensOf = (text: string): string[] => text.match(TOKEN) ?? [];

export const isWord = (token: string): boolean => WORD.test(token);

/** How often each word stands in a text, whatever its case. */
export function countedWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokensOf(text)) {
    if (!isWord(token)) continue;
    const word = token.toLowerCase();
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

export interface Likeness {
  /** Dice's coefficient over words: 1 the same, 0 none in common. */
  dice: number;
  /** How much of the shorter text the longer one has. */
  contained: number;
  /** Words of the shorter text. */
  least: number;
  shared: number;
}

export function likeness(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Likeness {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const [word, count] of small) shared += Math.min(count, large.get(word) ?? 0);
  const sizes = [sum(a), sum(b)];
  const least = Math.min(...sizes);
  const all = sum(a) + sum(b);
  return {
    dice: all === 0 ? 0 : (2 * shared) / all,
    contained: least === 0 ? 0 : shared / least,
    least,
    shared,
  };
}

function sum(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}
