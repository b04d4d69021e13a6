/** Counts latencies in buckets, so that millions of them cost nothing to keep and little to send between processes. */

/** Below a second a bucket is a twentieth of a millisecond, above ten milliseconds, up to a minute. */
const FINE = 0.05;
const FINE_BUCKETS = 20_000;
const COARSE = 10;
const COARSE_BUCKETS = 5_900;

/** Pairs of bucket and count. */
export type Counts = [bucket: number, count: number][];

export class Histogram {
  private readonly buckets = new Uint32Array(FINE_BUCKETS + COARSE_BUCKETS + 1);
  count = 0;

  /** Milliseconds; below zero counts as zero. */
  add(value: number): void {
    const fine = Math.max(0, Math.floor(value / FINE));
    const bucket =
      fine < FINE_BUCKETS
        ? fine
        : FINE_BUCKETS + Math.min(COARSE_BUCKETS, Math.floor((value - FINE * FINE_BUCKETS) / COARSE));
    this.buckets[bucket] = (this.buckets[bucket] ?? 0) + 1;
    this.count++;
  }

  toCounts(): Counts {
    const counts: Counts = [];
    for (const [bucket, count] of this.buckets.entries()) if (count > 0) counts.push([bucket, count]);
    return counts;
  }
}

/** Upper edge, in milliseconds, of the bucket that holds this share (0 to 1) of all; null of nothing. */
export function percentile(all: Counts[], share: number): number | null {
  const merged = new Map<number, number>();
  let total = 0;
  for (const [bucket, count] of all.flat()) {
    merged.set(bucket, (merged.get(bucket) ?? 0) + count);
    total += count;
  }
  if (total === 0) return null;
  let left = Math.ceil(total * share);
  let last = 0;
  for (const [bucket, count] of [...merged].sort(([one], [other]) => one - other)) {
    last = bucket;
    left -= count;
    if (left <= 0) break;
  }
  return last < FINE_BUCKETS ? (last + 1) * FINE : FINE * FINE_BUCKETS + (last - FINE_BUCKETS + 1) * COARSE;
}
