/** Sockets that type, several in one process. */

import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import * as Y from "yjs";
import { now, until } from "../measure/clock.ts";
import { Histogram } from "../measure/histogram.ts";
import { watchBusy } from "./busy.ts";
import { openAll } from "./client.ts";
import type { Address } from "./dialect.ts";
import { type Contents, fill } from "./fill.ts";
import { serveCalls } from "./serve-calls.ts";
import { type Typing, Writer } from "./writer.ts";

const FILLER = "lorem ipsum dolor sit amet ";

let writers: Writer[] = [];
const closes: number[] = [];
let origin = 0;
let isTyping = false;
let counting = { from: Number.POSITIVE_INFINITY, until: Number.POSITIVE_INFINITY };
let saved = new Histogram();

function countSaved(sentAt: number): void {
  if (sentAt >= counting.from && sentAt < counting.until) saved.add(now() - sentAt);
}

async function connect(argument: { addresses: Address[]; origin: number }): Promise<void> {
  origin = argument.origin;
  writers = await openAll(argument.addresses, (address) => new Writer(address, countSaved), closes);
  for (const writer of writers) writer.ensureParagraph();
}

/** Types until told to stop; the writers take turns, evenly over a second. */
function start(typing: Typing): void {
  isTyping = true;
  const filler = FILLER.repeat(Math.ceil((typing.padding ?? 0) / FILLER.length));
  const perMs = (typing.rate * writers.length) / 1000;
  const began = now();
  let done = 0;
  void (async () => {
    while (isTyping) {
      const due = Math.floor((now() - began) * perMs);
      for (; done < due; done++) writers[done % writers.length]?.type(typing, filler, origin);
      await delay(1);
    }
  })();
}

function stop(): void {
  isTyping = false;
}

function typeOnce(): Promise<void> {
  const [writer] = writers;
  writer?.type({ rate: 0 }, "", origin);
  return writer?.flush() ?? Promise.resolve();
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

/** Writes a long text as the first writer; its size when the server has all of it. */
async function seed(contents: Contents): Promise<{ stateBytes: number; structs: number; characters: number }> {
  const [writer] = writers;
  if (!writer) throw new Error("There is no writer.");
  await fill(writer, contents);
  let structs = 0;
  for (const each of writer.doc.store.clients.values()) structs += each.length;
  const characters = writer.fragment.toString().length;
  return { stateBytes: Y.encodeStateAsUpdate(writer.doc).length, structs, characters };
}

/** Of the first writer's text, to be compared with other copies. */
function hash(): string {
  return createHash("sha256")
    .update(writers[0]?.fragment.toString() ?? "")
    .digest("hex");
}

const calls = { connect, start, stop, typeOnce, measure, seed, hash };
export type WriterCalls = typeof calls;
serveCalls(calls);
