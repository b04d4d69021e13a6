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

/** An admitted update of so many bytes is stored and shown as it came. */
const AS_IT_CAME_MAX_BYTES = 1024;

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

  /** Of what is to be stored. */
  get bytes(): number {
    return this.entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** All that is to be stored as one update; null when it is larger than `most` bytes. */
  passedOn(most: number): Uint8Array | null {
    return this.bytes > most ? null : Y.mergeUpdates(this.entries.map(({ bytes }) => bytes));
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

/**
 * Takes an admitted update in and gives what everybody else needs: the update itself, and what Yjs deletes on taking it in
 * (formatting that has become idle). A typed word need not be written anew; a larger update may repeat deletes that all
 * have, which Yjs leaves out.
 */
export function applyAdmitted(doc: Y.Doc, bytes: Uint8Array, from: unknown): Uint8Array[] {
  const made: Uint8Array[] = [];
  const apply = (): void => Y.applyUpdate(doc, bytes, from);
  if (bytes.length > AS_IT_CAME_MAX_BYTES) {
    collectUpdates(doc, made, apply);
    return made;
  }
  let transactions = 0;
  const collect = (update: Uint8Array): void => void made.push(update);
  // A second one begins before Yjs looks whether the first one's update is wanted.
  const onBegin = (): void => {
    transactions += 1;
    if (transactions === 2) doc.on("update", collect);
  };
  doc.on("beforeTransaction", onBegin);
  try {
    apply();
  } finally {
    doc.off("beforeTransaction", onBegin);
    doc.off("update", collect);
  }
  return transactions > 1 ? made : [bytes];
}

/** Tells whoever waits for this work that nothing of it is stored. */
export function failed(work: Work, error: unknown): void {
  if (work.kind === "change" || work.kind === "after") work.fail(error);
}
