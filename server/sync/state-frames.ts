/** Answers to sync step 1. Those who join with nothing all get the same frame: a large state is encoded once. */

import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { MESSAGE } from "../../domain/protocol/protocol.ts";
import { updateFrame } from "./fan-out.ts";
import { framed } from "./frame.ts";
import type { SyncMetrics } from "./metrics.ts";

/** Later updates beyond this many bytes, or a quarter of the state, are worth encoding the state anew. */
const TAIL_BYTES = 64 * 1024;
const TAIL_SHARE = 0.25;

/** Merging many updates is slow; beyond this many the state is encoded anew. */
const TAIL_COUNT = 100;

/** y-protocols/sync: the answer to step 1. */
const SYNC_STEP_2 = 1;

/** The state vector of an empty document: of no clients. */
const isEmptyVector = (vector: Uint8Array): boolean => vector.length === 1 && vector[0] === 0;

/** A state as it once was, framed as the answer to step 1 and as an update. */
interface Base {
  bytes: Uint8Array;
  answer: Buffer | null;
  update: Buffer | null;
}

const answerFrame = (bytes: Uint8Array): Buffer =>
  framed(MESSAGE.sync, (encoder) => {
    encoding.writeVarUint(encoder, SYNC_STEP_2);
    encoding.writeVarUint8Array(encoder, bytes);
  });

export class StateFrames {
  private readonly doc: Y.Doc;
  private readonly metrics: SyncMetrics;
  private base: Base | null = null;
  /** What came since. */
  private tail: Uint8Array[] = [];
  private tailBytes = 0;

  constructor(doc: Y.Doc, metrics: SyncMetrics) {
    this.doc = doc;
    this.metrics = metrics;
  }

  /** The document changed by this. */
  added(update: Uint8Array): void {
    if (!this.base) return;
    this.tail.push(update);
    this.tailBytes += update.length;
    const most = Math.max(TAIL_BYTES, this.base.bytes.length * TAIL_SHARE);
    if (this.tailBytes > most || this.tail.length > TAIL_COUNT) this.forget();
  }

  private forget(): void {
    this.base = null;
    this.tail = [];
    this.tailBytes = 0;
  }

  /** What the owner of this state vector lacks; the last frame is the answer to step 1, and with it all is there. */
  answer(vector: Uint8Array): Buffer[] {
    if (!isEmptyVector(vector)) {
      const frame = answerFrame(Y.encodeStateAsUpdate(this.doc, vector));
      this.metrics.stateSent({ isCached: false, bytes: frame.length });
      return [frame];
    }
    const isCached = this.base !== null;
    this.base ??= { bytes: Y.encodeStateAsUpdate(this.doc), answer: null, update: null };
    const { base, tail } = this;
    this.metrics.stateSent({ isCached, bytes: base.bytes.length + this.tailBytes });
    if (tail.length === 0) {
      base.answer ??= answerFrame(base.bytes);
      return [base.answer];
    }
    base.update ??= updateFrame(base.bytes);
    return [base.update, answerFrame(Y.mergeUpdates(tail))];
  }
}
