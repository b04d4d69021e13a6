/** What a room gathers in one turn: what is to be stored, what is to be shown, and who is to be told. */

import * as Y from "yjs";
import { mergeProjections, mergeRuns } from "./batch.ts";
import type { Connection } from "./connection.ts";
import type { Shown } from "./fan-out.ts";
import type { Claim, CommandKey, Decided, LogEntry, Projection } from "./log.ts";

/** Entries of one commit, for other nodes. */
export interface Written {
  /** Head before them. */
  after: number;
  seq: number;
  /** All of them merged; null when it is too large to be passed on: read it from the log. */
  update: Uint8Array | null;
  claims: Claim[];
}

export type Work =
  | { kind: "update"; at: number; from: Connection; bytes: Uint8Array }
  | {
      kind: "change";
      at: number;
      userId: string | null;
      key: CommandKey | null;
      /** @param isRepeated its key has a receipt already */
      decide: (isRepeated: boolean) => Projection | null;
      fail: (error: unknown) => void;
      done: () => void;
    }
  | { kind: "after"; run: () => void; fail: (error: unknown) => void }
  | { kind: "hint"; written: Written }
  | { kind: "catch-up" };

export class Turn {
  /** Works that are to be told when all is stored, in order. */
  readonly settled: Extract<Work, { kind: "change" | "after" }>[] = [];
  readonly shown: Shown[] = [];
  readonly claims: Claim[] = [];
  readonly projections: Projection[] = [];
  /** When what is stored arrived, in milliseconds of `performance.now`. */
  readonly arrivals: number[] = [];
  isCaughtUp = false;
  private readonly entries: LogEntry[] = [];

  /** A change of the document that has to be stored. */
  write(bytes: Uint8Array, userId: string | null, from: Connection | null): void {
    this.entries.push({ bytes, userId });
    this.shown.push({ bytes, from });
  }

  /** A change that is stored already, by another node. */
  take(bytes: Uint8Array): void {
    this.shown.push({ bytes, from: null });
  }

  get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  /** All that is to be stored as one update; null when it is larger than `most` bytes. */
  passedOn(most: number): Uint8Array | null {
    const updates = this.entries.map(({ bytes }) => bytes);
    if (updates.reduce((sum, { length }) => sum + length, 0) > most) return null;
    return Y.mergeUpdates(updates);
  }

  /** What is to be stored, in as few rows as its writers allow. */
  decided(): Decided {
    return { entries: mergeRuns(this.entries), claims: this.claims, projection: mergeProjections(this.projections) };
  }
}

/** Adds the updates that `change` makes of the document, as Yjs tells them, to `updates`; also when it throws. */
export function collectUpdates<T>(doc: Y.Doc, updates: Uint8Array[], change: () => T): T {
  const collect = (update: Uint8Array): void => void updates.push(update);
  doc.on("update", collect);
  try {
    return change();
  } finally {
    doc.off("update", collect);
  }
}

/** Tells whoever waits for this work that nothing of it is stored. */
export function failed(work: Work, error: unknown): void {
  if (work.kind === "change" || work.kind === "after") work.fail(error);
}
