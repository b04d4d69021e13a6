/** Which of the blocks that are not the same are nevertheless the same block, revised. */

import { heaviestChain, type Pair, type WeightedPair } from "./heaviest-chain.ts";
import { type EditionNode, textOf } from "./tree.ts";
import { countedWords, type Likeness, likeness } from "./words.ts";

/** So much of its words a revised block keeps at least. */
const ALIKE = 0.5;

/** A block that was split or joined shares less of the whole, but nearly all of its smaller part. */
const CONTAINED = 0.75;
const CONTAINED_WORDS = 8;

/** Up to so many pairs each is looked at; of more, those that share a rare word. */
const PAIRS_MAX = 2500;

/** A word that stands in more blocks than this tells none of them apart. */
const RARE_MAX = 20;

/** Pairs in order, among these indices of `before` and `after`, which lie in one stretch on both sides. */
export function similarPairs(
  fromAmong: readonly number[],
  toAmong: readonly number[],
  before: readonly EditionNode[],
  after: readonly EditionNode[],
): Pair[] {
  if (fromAmong.length === 0 || toAmong.length === 0) return [];
  if (isInline(before[fromAmong[0] ?? 0])) return inlinePairs(fromAmong, toAmong, before, after);
  const words = {
    before: new Map(fromAmong.map((index) => [index, wordsOf(before[index])])),
    after: new Map(toAmong.map((index) => [index, wordsOf(after[index])])),
  };
  const scored: WeightedPair[] = [];
  for (const { from, to } of candidates(fromAmong, toAmong, words)) {
    if (before[from]?.type !== after[to]?.type) continue;
    const like = likeness(words.before.get(from) ?? NONE, words.after.get(to) ?? NONE);
    if (isAlike(like)) scored.push({ from, to, weight: like.shared * like.dice });
  }
  return heaviestChain(scored).map(({ from, to }) => ({ from, to }));
}

const NONE: ReadonlyMap<string, number> = new Map();

const wordsOf = (node: EditionNode | undefined): ReadonlyMap<string, number> => countedWords(node ? textOf(node) : "");

const isAlike = ({ dice, contained, least }: Likeness): boolean =>
  dice >= ALIKE || (contained >= CONTAINED && least >= CONTAINED_WORDS);

const isInline = (node: EditionNode | undefined): boolean => node?.type === "words" || node?.type === "hardBreak";

/** The lines of one paragraph: their block is known to be the same, so words are words whatever they say. */
function inlinePairs(
  fromAmong: readonly number[],
  toAmong: readonly number[],
  before: readonly EditionNode[],
  after: readonly EditionNode[],
): Pair[] {
  const lines = toAmong.filter((to) => after[to]?.type === "words");
  return fromAmong
    .filter((from) => before[from]?.type === "words")
    .flatMap((from, index) => {
      const to = lines[index];
      return to === undefined ? [] : [{ from, to }];
    });
}

type Words = Map<number, ReadonlyMap<string, number>>;

function candidates(
  fromAmong: readonly number[],
  toAmong: readonly number[],
  words: { before: Words; after: Words },
): Pair[] {
  if (fromAmong.length * toAmong.length <= PAIRS_MAX) {
    return fromAmong.flatMap((from) => toAmong.map((to) => ({ from, to })));
  }
  const holders = new Map<string, number[]>();
  for (const [to, counts] of words.after) {
    for (const word of counts.keys()) {
      const known = holders.get(word);
      if (known) known.push(to);
      else holders.set(word, [to]);
    }
  }
  return fromAmong.flatMap((from) => {
    const near = new Set<number>();
    for (const word of words.before.get(from)?.keys() ?? []) {
      const at = holders.get(word) ?? [];
      if (at.length <= RARE_MAX) for (const to of at) near.add(to);
    }
    return [...near].map((to) => ({ from, to }));
  });
}
