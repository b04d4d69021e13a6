/** How far each client's copy of a text has arrived and been committed, for commands that were made on it. */

import type { TextMarker } from "../../domain/annotation/command.ts";

/** Copies remembered; the oldest go first, and a command made on one of those is placed by its quote. */
const REPLICAS_MAX = 20_000;

interface Progress {
  n: number;
  waiting: { n: number; resolve: (reached: boolean) => void; timer: NodeJS.Timeout }[];
}

export class TextMarkers {
  private readonly progress = new Map<string, Progress>();

  /** All of this copy's updates before marker `n` are committed. */
  advance(documentId: string, userId: string, { replica, n }: TextMarker): void {
    const progress = this.of(documentId, userId, replica);
    progress.n = Math.max(progress.n, n);
    progress.waiting = progress.waiting.filter((waiter) => {
      if (waiter.n > progress.n) return true;
      clearTimeout(waiter.timer);
      waiter.resolve(true);
      return false;
    });
  }

  /** Whether the marker was reached within `patience` milliseconds. */
  reached(documentId: string, userId: string, { replica, n }: TextMarker, patience: number): Promise<boolean> {
    const progress = this.of(documentId, userId, replica);
    if (progress.n >= n) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        progress.waiting = progress.waiting.filter((waiter) => waiter.timer !== timer);
        resolve(false);
      }, patience);
      progress.waiting.push({ n, resolve, timer });
    });
  }

  private of(documentId: string, userId: string, replica: string): Progress {
    const key = `${documentId} ${userId} ${replica}`;
    const known = this.progress.get(key);
    if (known) {
      // Back to the end of the line.
      this.progress.delete(key);
      this.progress.set(key, known);
      return known;
    }
    const progress: Progress = { n: 0, waiting: [] };
    this.progress.set(key, progress);
    if (this.progress.size > REPLICAS_MAX) {
      const [oldest] = this.progress.keys();
      if (oldest !== undefined) this.progress.delete(oldest);
    }
    return progress;
  }
}
