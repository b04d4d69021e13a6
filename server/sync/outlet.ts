/**
 * What goes out to one socket, and what does not when it is slow: presence is left out first, then updates. Of updates
 * that were left out only the place is kept where each writer's began, so that the difference can be sent later.
 */

import * as decoding from "lib0/decoding";
import * as Y from "yjs";
import { messageOf } from "./frame.ts";
import type { Wire } from "./wire.ts";

/** Presence is stale within a second, so a socket that has this much to read gets none. */
const PRESENCE_MAX_BYTES = 64 * 1024;

/** More updates than this are not queued: their difference is smaller, and the document is in memory anyway. */
const UPDATES_MAX_BYTES = 1024 * 1024;

/** A socket that has so much to read is not read from: each of its messages may need an answer. */
const ANSWERS_HOLD_BYTES = 8 * 1024 * 1024;

/** More than this never waits, except for one frame that is larger by itself: the state of a large document. */
const WAITING_MAX_BYTES = 16 * 1024 * 1024;

/** Where each Yjs client's part of an update begins; read once for all the sockets that miss it. */
const beginnings = new WeakMap<Buffer, Map<number, number>>();

function beginningsOf(frame: Buffer): Map<number, number> {
  const known = beginnings.get(frame);
  if (known) return known;
  const decoder = decoding.createDecoder(messageOf(frame));
  // The kinds of message and of sync message.
  decoding.readVarUint(decoder);
  decoding.readVarUint(decoder);
  const { from } = Y.parseUpdateMeta(decoding.readVarUint8Array(decoder));
  beginnings.set(frame, from);
  return from;
}

export interface OutletEvents {
  /** All is taken that waited, and something was left out since. */
  drained(): void;
  /** Too much waits to write an answer. */
  overflowed(): void;
}

export class Outlet {
  private readonly wire: Wire;
  private readonly events: OutletEvents;
  /** Not null: the socket is behind. By Yjs client the clock of the first struct that it was not sent. */
  private missed: Map<number, number> | null = null;
  private hasMissedPresence = false;
  private isAwaitingDrain = false;

  constructor(wire: Wire, events: OutletEvents) {
    this.wire = wire;
    this.events = events;
  }

  get isFull(): boolean {
    return this.wire.bytesWaiting > ANSWERS_HOLD_BYTES;
  }

  update(frame: Buffer): void {
    if (!this.missed && this.wire.bytesWaiting <= UPDATES_MAX_BYTES) {
      this.wire.write(frame);
      return;
    }
    if (!this.wire.isOpen) return;
    this.missed ??= new Map();
    for (const [client, clock] of beginningsOf(frame)) {
      this.missed.set(client, Math.min(clock, this.missed.get(client) ?? clock));
    }
    this.awaitDrain();
  }

  /** Whether it was written. */
  presence(frame: Buffer): boolean {
    if (this.wire.bytesWaiting <= PRESENCE_MAX_BYTES) {
      this.wire.write(frame);
      return true;
    }
    this.hasMissedPresence = true;
    this.awaitDrain();
    return false;
  }

  answer(frame: Buffer): void {
    const { bytesWaiting } = this.wire;
    if (bytesWaiting > UPDATES_MAX_BYTES && bytesWaiting + frame.length > WAITING_MAX_BYTES) this.events.overflowed();
    else this.wire.write(frame);
  }

  private awaitDrain(): void {
    if (this.isAwaitingDrain) return;
    this.isAwaitingDrain = true;
    this.wire.whenDrained(() => {
      // One that is behind stays so until it is caught up, after the commit in flight.
      if (!this.missed) this.isAwaitingDrain = false;
      this.events.drained();
    });
  }

  get isBehind(): boolean {
    return this.missed !== null;
  }

  /**
   * The state vector of what the socket was sent of `doc`, from now on followed by updates again; null when nothing was
   * left out. Deletes are not in it: an answer to it brings them all.
   */
  catchUp(doc: Y.Doc): Uint8Array | null {
    if (!this.missed) return null;
    const vector = Y.decodeStateVector(Y.encodeStateVector(doc));
    for (const [client, clock] of this.missed) vector.set(client, Math.min(clock, vector.get(client) ?? clock));
    this.missed = null;
    this.isAwaitingDrain = false;
    return Y.encodeStateVector(vector);
  }

  /** Whether presence was left out since the last time. */
  catchUpPresence(): boolean {
    const has = this.hasMissedPresence;
    this.hasMissedPresence = false;
    return has;
  }
}
