/**
 * Keeps an outage from filling the disk with its own log: while a database is gone, each of hundreds of clients that come
 * back says the same every second.
 */

/** Lines of one message that are written within the span; the rest of them is counted. */
const MOST = 3;

/** In milliseconds. */
const SPAN = 10_000;

export class Repeats {
  private readonly counts = new Map<string, number>();
  private readonly tell: (message: string, times: number) => void;

  /** @param tell how often a message was left out, at the end of a span */
  constructor(tell: (message: string, times: number) => void) {
    this.tell = tell;
  }

  /** Whether this message is to be written. */
  admits(message: string): boolean {
    const count = (this.counts.get(message) ?? 0) + 1;
    this.counts.set(message, count);
    if (count === 1) setTimeout(() => this.end(message), SPAN).unref();
    return count <= MOST;
  }

  private end(message: string): void {
    const leftOut = (this.counts.get(message) ?? 0) - MOST;
    this.counts.delete(message);
    if (leftOut > 0) this.tell(message, leftOut);
  }
}
