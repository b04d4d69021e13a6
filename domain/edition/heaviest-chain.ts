/** Which pairs of two orders stand in the same order in both: those together that weigh most. */

export interface Pair {
  from: number;
  to: number;
}

export interface WeightedPair extends Pair {
  weight: number;
}

/**
 * The heaviest set of pairs that rises on both sides, in its order. In O(n log n), by a Fenwick tree of the heaviest chain
 * that ends at or before each place.
 */
export function heaviestChain<P extends WeightedPair>(pairs: readonly P[]): P[] {
  // Of one `from` the highest `to` first: two pairs with the same `from` can't follow each other then.
  const sorted = [...pairs].sort((a, b) => a.from - b.from || b.to - a.to);
  // Counted from the lowest: a few pairs at the end of a long document need a small tree.
  const lowest = sorted.reduce((least, { to }) => Math.min(least, to), Number.MAX_SAFE_INTEGER);
  const size = sorted.reduce((most, { to }) => Math.max(most, to - lowest), -1) + 2;
  const best: (number | undefined)[] = new Array(size).fill(undefined);
  const total: number[] = [];
  const before: (number | undefined)[] = [];
  const totalOf = (chain: number | undefined): number => (chain === undefined ? 0 : (total[chain] ?? 0));

  sorted.forEach(({ to, weight }, index) => {
    let previous: number | undefined;
    for (let at = to - lowest; at > 0; at -= at & -at) if (totalOf(best[at]) > totalOf(previous)) previous = best[at];
    total[index] = totalOf(previous) + weight;
    before[index] = previous;
    for (let at = to - lowest + 1; at < size; at += at & -at) if (totalOf(index) > totalOf(best[at])) best[at] = index;
  });

  let last: number | undefined;
  for (let index = 0; index < sorted.length; index++) if (totalOf(index) > totalOf(last)) last = index;
  const chain: P[] = [];
  for (let at = last; at !== undefined; at = before[at]) {
    const pair = sorted[at];
    if (pair) chain.push(pair);
  }
  return chain.reverse();
}
