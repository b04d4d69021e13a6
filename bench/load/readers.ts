/** Sockets that only read, many in one process. They look for stamps in what comes, and keep no document. */

import { now, until } from "../measure/clock.ts";
import { Histogram } from "../measure/histogram.ts";
import { scanStamps } from "../measure/stamps.ts";
import { watchBusy } from "./busy.ts";
import { Client, openAll } from "./client.ts";
import type { Address } from "./dialect.ts";
import { serveCalls } from "./serve-calls.ts";

const closes: number[] = [];
let origin = 0;
let counting = newCount(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);

function newCount(from: number, end: number) {
  return { from, until: end, frames: 0, delivered: 0, missing: 0, latency: new Histogram() };
}

class Reader {
  readonly client: Client;
  private lastSeq = -1;

  constructor(address: Address) {
    this.client = new Client(address, { frame: (payload) => this.take(payload) });
  }

  private take(payload: Buffer): void {
    const moment = now();
    const counts = moment >= counting.from && moment < counting.until;
    if (counts) counting.frames++;
    scanStamps(payload, (seq, at) => {
      if (seq <= this.lastSeq) return;
      if (this.lastSeq >= 0) counting.missing += seq - this.lastSeq - 1;
      this.lastSeq = seq;
      if (!counts) return;
      counting.delivered++;
      counting.latency.add(moment - origin - at);
    });
  }
}

async function connect(argument: { addresses: Address[]; origin: number }): Promise<void> {
  origin = argument.origin;
  await openAll(argument.addresses, (address) => new Reader(address), closes);
}

/** What arrives between two moments of the shared clock. */
async function measure(argument: { from: number; until: number }) {
  counting = newCount(argument.from, argument.until);
  await until(argument.from);
  const busy = watchBusy();
  await until(argument.until);
  const { frames, delivered, missing, latency } = counting;
  return { frames, delivered, missing, latency: latency.toCounts(), busyShare: busy(), closes: [...closes] };
}

const calls = { connect, measure };
export type ReaderCalls = typeof calls;
serveCalls(calls);
