/**
 * Shows committed updates to a room's sockets: merged once, framed once, written once per socket and window. A lone
 * update goes out at once; under load frames are held for a moment, because writing to sockets is what a server's time
 * goes into.
 */

import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { MESSAGE } from "../../domain/protocol/protocol.ts";
import type { Connection } from "./connection.ts";
import { framed } from "./frame.ts";
import type { SyncMetrics } from "./metrics.ts";

/** How long an update is held, in milliseconds: a frame of a 60 Hz display. */
const WINDOW = 16;

/** Writes to sockets per second from which on holding pays; below it nobody would notice the saving. */
const BUSY = 2000;

/** Over how long the rate of updates is averaged, in milliseconds. */
const RATE_SPAN = 500;

/** With more writers in one window each gets its own words back, which Yjs knows and ignores. */
const WRITERS_APART = 4;

/** y-protocols/sync: an update. */
const SYNC_UPDATE = 2;

export interface Shown {
  bytes: Uint8Array;
  /** Who has it already; null: nobody. */
  from: Connection | null;
}

export const updateFrame = (bytes: Uint8Array): Buffer =>
  framed(MESSAGE.sync, (encoder) => {
    encoding.writeVarUint(encoder, SYNC_UPDATE);
    encoding.writeVarUint8Array(encoder, bytes);
  });

const merged = (all: readonly Shown[]): Uint8Array => {
  const [only] = all;
  return all.length === 1 && only ? only.bytes : Y.mergeUpdates(all.map(({ bytes }) => bytes));
};

export class FanOut {
  private readonly sockets: ReadonlySet<Connection>;
  private readonly metrics: SyncMetrics;
  private waiting: Shown[] = [];
  private timer: NodeJS.Timeout | null = null;
  private flushedAt = Number.NEGATIVE_INFINITY;
  /** Updates per second, decaying. */
  private rate = 0;
  private ratedAt = 0;

  constructor(sockets: ReadonlySet<Connection>, metrics: SyncMetrics) {
    this.sockets = sockets;
    this.metrics = metrics;
  }

  push(updates: readonly Shown[]): void {
    if (updates.length === 0) return;
    const now = performance.now();
    this.rate = this.rate * Math.exp((this.ratedAt - now) / RATE_SPAN) + (updates.length * 1000) / RATE_SPAN;
    this.ratedAt = now;
    this.waiting.push(...updates);
    if (this.timer) return;
    if (now - this.flushedAt >= WINDOW || this.rate * this.sockets.size < BUSY) this.flush();
    else this.timer = setTimeout(() => this.flush(), WINDOW);
  }

  /** Writes what waits. */
  flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const updates = this.waiting.splice(0);
    if (updates.length === 0) return;
    this.flushedAt = performance.now();
    const writers = new Set(updates.flatMap(({ from }) => (from ? [from] : [])));
    const [first] = writers;
    const frame = updateFrame(merged(updates));
    let count = 0;
    for (const socket of this.sockets) {
      // Mostly there is one writer, and asking a set about each of many sockets costs more than comparing.
      const wrote = writers.size > 1 ? writers.has(socket) : socket === first;
      const own = wrote ? this.frameFor(socket, updates, writers.size, frame) : frame;
      if (!own) continue;
      socket.sendUpdate(own);
      count++;
    }
    this.metrics.framed({ updates: updates.length, sockets: count, bytes: frame.length });
  }

  /** What a writer lacks; null when it has all. */
  private frameFor(socket: Connection, updates: readonly Shown[], writers: number, all: Buffer): Buffer | null {
    const others = updates.filter(({ from }) => from !== socket);
    if (others.length === 0) return null;
    return writers > WRITERS_APART ? all : updateFrame(merged(others));
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.waiting = [];
  }
}
