/** One clock for all processes of a run: the machine's monotonic one, in milliseconds. */

/** Both are read from that clock; performance.now() is the cheaper call, but counts from the start of its process. */
const OFFSET = Number(process.hrtime.bigint()) / 1e6 - performance.now();

export function now(): number {
  return performance.now() + OFFSET;
}

export function until(moment: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, moment - now())));
}
