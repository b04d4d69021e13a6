/** Sockets that only read, many in one process. They look for stamps in what comes, and keep no document. */

import { now, until } from "../measure/clock.ts";
import { Histogram } from "../measure/histogram.ts";
import { scanStamps } from "../measure/stamps.ts";
import { watchBusy } from "./busy.ts";
import { type Address, keepAliveFrame, openingFrames, readMessage } from "./dialect.ts";
import { serveCalls } from "./serve-calls.ts";
import { ThinSocket } from "./thin-socket.ts";

const CONNECT_AT_ONCE = 10;
/** Hocuspocus closes a socket that says nothing for a minute. */
const KEEP_ALIVE_MS = 20_000;
/** A document nobody wrote in. */
const EMPTY_STATE_VECTOR = Uint8Array.of(0);

class Reader {
  readonly ready: Promise<void>;
  private readonly socket: ThinSocket;
  private readonly address: Address;
  private lastSeq = -1;
  private hasState: () => void = () => {};
  private isReady = false;

  constructor(address: Address) {
    this.address = address;
    this.socket = new ThinSocket(address.url, (payload) => this.take(payload));
    const state = new Promise<void>((resolve) => {
      this.hasState = resolve;
    });
    this.ready = this.socket.opened.then(() => {
      for (const frame of openingFrames(address, EMPTY_STATE_VECTOR)) this.socket.send(frame);
      if (address.dialect === "bare") this.hasState();
      return state;
    });
    void this.ready.then(() => {
      this.isReady = true;
    });
    void this.socket.closed.then((code) => {
      if (!isClosing) closes.push(code);
    });
  }

  private take(payload: Buffer): void {
    if (!this.isReady) {
      if (readMessage(this.address, payload).kind === "state") this.hasState();
      return;
    }
    const moment = now();
    const counts = moment >= window.from && moment < window.until;
    if (counts) window.frames++;
    scanStamps(payload, (seq, at) => {
      if (seq <= this.lastSeq) return;
      window.missing += this.lastSeq < 0 ? 0 : seq - this.lastSeq - 1;
      this.lastSeq = seq;
      if (!counts) return;
      window.delivered++;
      window.latency.add(moment - origin - at);
    });
  }

  keepAlive(): void {
    this.socket.send(keepAliveFrame(this.address));
  }
}

const readers: Reader[] = [];
const closes: number[] = [];
const isClosing = false;
let origin = 0;
let window = newWindow(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);

function newWindow(from: number, end: number) {
  return { from, until: end, frames: 0, delivered: 0, missing: 0, latency: new Histogram() };
}

async function connect(argument: { addresses: Address[]; origin: number }): Promise<void> {
  origin = argument.origin;
  for (let start = 0; start < argument.addresses.length; start += CONNECT_AT_ONCE) {
    const some = argument.addresses.slice(start, start + CONNECT_AT_ONCE).map((address) => new Reader(address));
    await Promise.all(some.map(({ ready }) => ready));
    readers.push(...some);
  }
  setInterval(() => {
    for (const reader of readers) reader.keepAlive();
  }, KEEP_ALIVE_MS).unref();
}

/** What arrives between two moments of the shared clock. */
async function measure(argument: { from: number; until: number }) {
  window = newWindow(argument.from, argument.until);
  await until(argument.from);
  const busy = watchBusy();
  await until(argument.until);
  const busyShare = busy();
  const { frames, delivered, missing, latency } = window;
  return { frames, delivered, missing, latency: latency.toCounts(), busyShare, closes: [...closes] };
}

const calls = { connect, measure };
export type ReaderCalls = typeof calls;
serveCalls(calls);
