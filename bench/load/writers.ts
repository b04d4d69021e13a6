/** Sockets that type, each with a document of its own as a browser has; several in one process. */

import { setTimeout as delay } from "node:timers/promises";
import * as Y from "yjs";
import { now, until } from "../measure/clock.ts";
import { Histogram } from "../measure/histogram.ts";
import { writeStamp } from "../measure/stamps.ts";
import { watchBusy } from "./busy.ts";
import { type Address, keepAliveFrame, markerFrame, openingFrames, readMessage, updateFrame } from "./dialect.ts";
import { serveCalls } from "./serve-calls.ts";
import { ThinSocket } from "./thin-socket.ts";

const KEEP_ALIVE_MS = 20_000;
const FROM_SERVER = Symbol("from the server");

/** How a writer types. */
export interface Typing {
  /** Updates a second, of each writer. */
  rate: number;
  /** Bytes typed beside the stamp. */
  padding?: number;
  /** Takes away what was typed before, so that the text stays short. */
  replaces?: boolean;
}

class Writer {
  readonly doc = new Y.Doc();
  readonly ready: Promise<void>;
  sent = 0;
  private readonly address: Address;
  private readonly socket: ThinSocket;
  private readonly sentAt = new Map<number, number>();
  private hasState: () => void = () => {};

  constructor(address: Address) {
    this.address = address;
    this.socket = new ThinSocket(address.url, (payload) => this.take(payload));
    this.doc.on("update", (update: Uint8Array, from: unknown) => {
      if (from !== FROM_SERVER) this.socket.send(updateFrame(address, update));
    });
    const state = new Promise<void>((resolve) => {
      this.hasState = resolve;
    });
    this.ready = this.socket.opened.then(async () => {
      for (const frame of openingFrames(address, Y.encodeStateVector(this.doc))) this.socket.send(frame);
      if (address.dialect === "bare") this.hasState();
      await state;
      this.ensureParagraph();
    });
    void this.socket.closed.then((code) => {
      closes.push(code);
    });
  }

  private take(payload: Buffer): void {
    const message = readMessage(this.address, payload);
    if (message.kind === "state" || message.kind === "update") {
      Y.applyUpdate(this.doc, message.bytes, FROM_SERVER);
      if (message.kind === "state") this.hasState();
    } else if (message.kind === "saved") {
      const at = this.sentAt.get(message.n);
      if (at !== undefined && at >= counting.from && at < counting.until) saved.add(now() - at);
      this.sentAt.delete(message.n);
    }
  }

  /** Our server makes a bulletin with a paragraph; on the others the first writer does. */
  private ensureParagraph(): void {
    const fragment = this.doc.getXmlFragment("default");
    if (fragment.length > 0) return;
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText()]);
    fragment.insert(0, [paragraph]);
  }

  private text(): Y.XmlText {
    const block = this.doc.getXmlFragment("default").get(0);
    const text = block instanceof Y.XmlElement ? block.get(0) : null;
    if (!(text instanceof Y.XmlText)) throw new Error("The first block has no text.");
    return text;
  }

  type({ padding = 0, replaces = false }: Typing, filler: string): void {
    const at = now();
    const text = this.text();
    this.doc.transact(() => {
      if (replaces) text.delete(0, text.length);
      text.insert(text.length, writeStamp(this.sent, at - origin) + filler.slice(0, padding));
    });
    if (this.address.hasMarkers) {
      this.sentAt.set(this.sent, at);
      this.socket.send(markerFrame(this.address, this.sent));
    }
    this.sent++;
  }

  keepAlive(): void {
    this.socket.send(keepAliveFrame(this.address));
  }
}

const writers: Writer[] = [];
const closes: number[] = [];
let origin = 0;
let isTyping = false;
let counting = { from: Number.POSITIVE_INFINITY, until: Number.POSITIVE_INFINITY };
let saved = new Histogram();

async function connect(argument: { addresses: Address[]; origin: number }): Promise<void> {
  origin = argument.origin;
  for (const address of argument.addresses) {
    const writer = new Writer(address);
    await writer.ready;
    writers.push(writer);
  }
  setInterval(() => {
    for (const writer of writers) writer.keepAlive();
  }, KEEP_ALIVE_MS).unref();
}

/** Types until told to stop; the writers take turns, evenly over a second. */
function start(typing: Typing): void {
  isTyping = true;
  const filler = "lorem ipsum dolor sit amet ".repeat(Math.ceil((typing.padding ?? 0) / 27));
  const perMs = (typing.rate * writers.length) / 1000;
  const began = now();
  let done = 0;
  void (async () => {
    while (isTyping) {
      const due = Math.floor((now() - began) * perMs);
      for (; done < due; done++) writers[done % writers.length]?.type(typing, filler);
      await delay(1);
    }
  })();
}

function total(): number {
  return writers.reduce((sum, { sent }) => sum + sent, 0);
}

async function measure(argument: { from: number; until: number }) {
  counting = argument;
  saved = new Histogram();
  await until(argument.from);
  const busy = watchBusy();
  const before = total();
  await until(argument.until);
  return { sent: total() - before, saved: saved.toCounts(), busyShare: busy(), closes: [...closes] };
}

function stop(): void {
  isTyping = false;
}

const calls = { connect, start, measure, stop };
export type WriterCalls = typeof calls;
serveCalls(calls);
