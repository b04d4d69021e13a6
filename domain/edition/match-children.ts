/**
 * Which children of a node are which of its revised self: the same, changed, moved. What is the same and stands once on
 * both sides comes first; between those, what repeats is told apart by its neighbours, so that of two twins the one that
 * stayed is the one that stayed.
 */

import { diffArrays } from "diff";
import { heaviestChain, type Pair } from "./heaviest-chain.ts";
import { similarPairs } from "./similar-pairs.ts";
import { type EditionNode, keyOf, textOf } from "./tree.ts";

export interface Matching {
  /** In the same order on both sides. */
  same: Pair[];
  /** Likewise, and in order with the same ones. */
  changed: Pair[];
  /** The same, but elsewhere. */
  moved: Pair[];
}

/** More differences than this between repeated blocks are not looked through: the cost grows with their square. */
const REPEATED_MAX = 1000;

export function matchChildren(before: readonly EditionNode[], after: readonly EditionNode[]): Matching {
  const keys = { before: before.map(keyOf), after: after.map(keyOf) };
  const weights = before.map((node) => 1 + textOf(node).length);
  const once = pairsOfUnique(indices(before), indices(after), keys);
  const kept = heaviestChain(once.map((pair) => ({ ...pair, weight: weights[pair.from] ?? 1 })));
  const same = gapsBetween(kept, before.length, after.length).flatMap((gap) => [
    ...repeatedIn(gap, keys),
    ...(gap.end ? [gap.end] : []),
  ]);
  const left = leftOver(same, before.length, after.length);
  const moved = pairsOfUnique(left.before, left.after, keys).filter(({ from }) => (weights[from] ?? 0) > 1);
  const gone = new Set(moved.map(({ from }) => from));
  const come = new Set(moved.map(({ to }) => to));
  const changed = gapsBetween(same, before.length, after.length).flatMap((gap) =>
    similarPairs(
      range(gap.from, gap.fromEnd).filter((index) => !gone.has(index)),
      range(gap.to, gap.toEnd).filter((index) => !come.has(index)),
      before,
      after,
    ),
  );
  return { same, changed, moved };
}

interface Keys {
  before: readonly string[];
  after: readonly string[];
}

/** What stands once among these on either side. */
function pairsOfUnique(before: readonly number[], after: readonly number[], keys: Keys): Pair[] {
  const found = uniqueIndices(after, keys.after);
  const pairs: Pair[] = [];
  for (const [key, from] of uniqueIndices(before, keys.before)) {
    const to = found.get(key) ?? null;
    if (from !== null && to !== null) pairs.push({ from, to });
  }
  return pairs;
}

/** By key; null for what stands more than once. */
function uniqueIndices(among: readonly number[], keys: readonly string[]): Map<string, number | null> {
  const found = new Map<string, number | null>();
  for (const index of among) {
    const key = keys[index] ?? "";
    found.set(key, found.has(key) ? null : index);
  }
  return found;
}

/** A stretch without a match on both sides, and the match that ends it. */
interface Gap {
  from: number;
  fromEnd: number;
  to: number;
  toEnd: number;
  end: Pair | null;
}

function gapsBetween(pairs: readonly Pair[], beforeLength: number, afterLength: number): Gap[] {
  let from = 0;
  let to = 0;
  const gaps = pairs.map((end): Gap => {
    const gap = { from, fromEnd: end.from, to, toEnd: end.to, end };
    from = end.from + 1;
    to = end.to + 1;
    return gap;
  });
  return [...gaps, { from, fromEnd: beforeLength, to, toEnd: afterLength, end: null }];
}

/** What is alike at both ends stayed there; what is alike between is compared. */
function repeatedIn({ from, fromEnd, to, toEnd }: Gap, keys: Keys): Pair[] {
  const most = Math.min(fromEnd - from, toEnd - to);
  let head = 0;
  while (head < most && keys.before[from + head] === keys.after[to + head]) head++;
  let tail = 0;
  while (tail < most - head && keys.before[fromEnd - 1 - tail] === keys.after[toEnd - 1 - tail]) tail++;
  return [
    ...stretchOf(from, to, head),
    ...comparedIn({ from: from + head, fromEnd: fromEnd - tail, to: to + head, toEnd: toEnd - tail }, keys),
    ...stretchOf(fromEnd - tail, toEnd - tail, tail),
  ];
}

const stretchOf = (from: number, to: number, length: number): Pair[] =>
  range(0, length).map((step) => ({ from: from + step, to: to + step }));

function comparedIn({ from, fromEnd, to, toEnd }: Omit<Gap, "end">, keys: Keys): Pair[] {
  if (from === fromEnd || to === toEnd) return [];
  const parts = diffArrays([...keys.before.slice(from, fromEnd)], [...keys.after.slice(to, toEnd)], {
    maxEditLength: REPEATED_MAX,
  });
  const pairs: Pair[] = [];
  let [left, right] = [from, to];
  for (const { added, removed, count = 0 } of parts ?? []) {
    if (!added && !removed) pairs.push(...stretchOf(left, right, count));
    if (!added) left += count;
    if (!removed) right += count;
  }
  return pairs;
}

function leftOver(pairs: readonly Pair[], beforeLength: number, afterLength: number) {
  const from = new Set(pairs.map((pair) => pair.from));
  const to = new Set(pairs.map((pair) => pair.to));
  return {
    before: range(0, beforeLength).filter((index) => !from.has(index)),
    after: range(0, afterLength).filter((index) => !to.has(index)),
  };
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, step) => from + step);
const indices = (list: readonly unknown[]): number[] => range(0, list.length);
