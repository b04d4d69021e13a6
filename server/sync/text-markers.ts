/** How far each client's copy of a text has arrived and been committed, for commands that were made on it. */

import type { TextMarker } from "../../domain/annotation/command.ts";

/** Copies remembered; the oldest go first, and a command made on one of those is placed by its quote. */
const REPLICAS_MAX = 20_000;

/** How long a marker is waited for while the other nodes, one of which may have it, can't be asked, in milliseconds. */
const PATIENCE_ALONE = 2500;

/** A marker of one copy of a text. */
export interface CopyMarker extends TextMarker {
  documentId: string;
  userId: string;
}

/** Other nodes, to one of which the copy's socket may lead. */
export interface MarkerPeers {
  /** They can be asked now. */
  readonly isUp: boolean;
  /** A marker that is not known here is waited for. */
  wanted(marker: CopyMarker): void;
  /** A copy's text was committed up to this marker. */
  advanced(marker: CopyMarker): void;
}

interface Waiter {
  marker: CopyMarker;
  resolve: (isReached: boolean) => void;
  timer: NodeJS.Timeout;
}

interface Progress {
  n: number;
  waiting: Waiter[];
}

export class TextMarkers {
  /** Null on a single node. */
  peers: MarkerPeers | null = null;
  private readonly progress = new Map<string, Progress>();
  private readonly waiters = new Set<Waiter>();

  /** All of this copy's updates before marker `n` are committed. */
  advance(documentId: string, userId: string, { replica, n }: TextMarker): void {
    const progress = this.of(documentId, userId, replica);
    if (n <= progress.n) return;
    progress.n = n;
    progress.waiting = progress.waiting.filter((waiter) => {
      if (waiter.marker.n > n) return true;
      this.end(waiter, true);
      return false;
    });
    this.peers?.advanced({ documentId, userId, replica, n });
  }

  /** Whether the marker was reached within `patience` milliseconds; less when other nodes may know and can't be asked. */
  reached(documentId: string, userId: string, { replica, n }: TextMarker, patience: number): Promise<boolean> {
    const progress = this.of(documentId, userId, replica);
    if (progress.n >= n) return Promise.resolve(true);
    const marker = { documentId, userId, replica, n };
    const isAlone = this.peers?.isUp === false;
    const reached = new Promise<boolean>((resolve) => {
      const timer = setTimeout(
        () => {
          progress.waiting = progress.waiting.filter((other) => other !== waiter);
          this.end(waiter, false);
        },
        isAlone ? Math.min(patience, PATIENCE_ALONE) : patience,
      );
      const waiter = { marker, resolve, timer };
      progress.waiting.push(waiter);
      this.waiters.add(waiter);
    });
    this.peers?.wanted(marker);
    return reached;
  }

  /** Whether the marker was reached, as far as this node knows. */
  has({ documentId, userId, replica, n }: CopyMarker): boolean {
    return (this.progress.get(nameOf(documentId, userId, replica))?.n ?? 0) >= n;
  }

  /** Those that are waited for now. */
  wanted(): CopyMarker[] {
    return [...this.waiters].map(({ marker }) => marker);
  }

  private end(waiter: Waiter, isReached: boolean): void {
    clearTimeout(waiter.timer);
    this.waiters.delete(waiter);
    waiter.resolve(isReached);
  }

  private of(documentId: string, userId: string, replica: string): Progress {
    const key = nameOf(documentId, userId, replica);
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

const nameOf = (documentId: string, userId: string, replica: string): string => `${documentId} ${userId} ${replica}`;
