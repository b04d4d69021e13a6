/** Sockets that move their carets, many in one process, as an editor's awareness does. */

import { setTimeout as delay } from "node:timers/promises";
import * as encoding from "lib0/encoding";
import { now, until } from "../measure/clock.ts";
import { Histogram } from "../measure/histogram.ts";
import { scanStamps, writeStamp } from "../measure/stamps.ts";
import { watchBusy } from "./busy.ts";
import { Client, openAll } from "./client.ts";
import { type Address, presenceFrame } from "./dialect.ts";
import { serveCalls } from "./serve-calls.ts";

const closes: number[] = [];
let carets: Caret[] = [];
let origin = 0;
let counting = newCount(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);

function newCount(from: number, end: number) {
  return { from, until: end, frames: 0, delivered: 0, latency: new Histogram() };
}

class Caret {
  readonly client: Client;
  /** Tells whose caret moved; its own movements come back too, and don't count. */
  private readonly number: number;
  private readonly clientId = Math.floor(Math.random() * 2 ** 32);
  private clock = 0;

  constructor(address: Address, number: number) {
    this.number = number;
    this.client = new Client(address, { frame: (payload) => this.take(payload) });
  }

  /** A state as y-tiptap's caret sends it; the stamp stands where a relative position names its type. */
  move(): void {
    const tname = writeStamp(this.number, now() - origin);
    const item = { client: this.clientId, clock: this.clock };
    const anchor = { type: null, tname, item, assoc: 0 };
    const head = { type: null, tname: "default", item, assoc: 0 };
    const state = { user: { name: `Reader ${this.number}`, color: "#1f6feb" }, cursor: { anchor, head } };
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, this.clientId);
    encoding.writeVarUint(encoder, ++this.clock);
    encoding.writeVarString(encoder, JSON.stringify(state));
    this.client.socket.send(presenceFrame(this.client.address, encoding.toUint8Array(encoder)));
  }

  private take(payload: Buffer): void {
    const moment = now();
    if (moment < counting.from || moment >= counting.until) return;
    counting.frames++;
    scanStamps(payload, (number, at) => {
      if (number === this.number) return;
      counting.delivered++;
      counting.latency.add(moment - origin - at);
    });
  }
}

/** `first`: number of this process's first caret among all. */
async function connect(argument: { addresses: Address[]; first: number; origin: number }): Promise<void> {
  origin = argument.origin;
  carets = await openAll(argument.addresses, (address, index) => new Caret(address, argument.first + index), closes);
}

/** Each once a second, evenly spread over it, for as long as the process lives. */
function start(): void {
  const began = now();
  let done = 0;
  void (async () => {
    for (;;) {
      const due = Math.floor(((now() - began) / 1000) * carets.length);
      for (; done < due; done++) carets[done % carets.length]?.move();
      await delay(1);
    }
  })();
}

async function measure(argument: { from: number; until: number }) {
  counting = newCount(argument.from, argument.until);
  await until(argument.from);
  const busy = watchBusy();
  await until(argument.until);
  const { frames, delivered, latency } = counting;
  return { frames, delivered, latency: latency.toCounts(), busyShare: busy(), closes: [...closes] };
}

const calls = { connect, start, measure };
export type CaretCalls = typeof calls;
serveCalls(calls);
