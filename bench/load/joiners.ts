/** Sockets that all come at once, get the state, and go; and one that looks at what it got. */

import { createHash } from "node:crypto";
import * as Y from "yjs";
import { now } from "../measure/clock.ts";
import { Histogram } from "../measure/histogram.ts";
import { watchBusy } from "./busy.ts";
import { Client } from "./client.ts";
import type { Address } from "./dialect.ts";
import { serveCalls } from "./serve-calls.ts";

/** Resolves when all have the state; they then stay until `leave`. */
async function join({ addresses }: { addresses: Address[] }) {
  const began = now();
  const busy = watchBusy();
  const latency = new Histogram();
  let leastBytes = Number.POSITIVE_INFINITY;
  const joinOne = async (address: Address): Promise<Client> => {
    let received = 0;
    const client = new Client(address, {
      state(bytes) {
        received += bytes.length;
      },
    });
    await client.ready;
    latency.add(now() - began);
    leastBytes = Math.min(leastBytes, received);
    return client;
  };
  joined = await Promise.all(addresses.map(joinOne));
  return { tookMs: now() - began, latency: latency.toCounts(), leastBytes, busyShare: busy(), closes: [] };
}

let joined: Client[] = [];

async function leave(): Promise<void> {
  for (const { socket } of joined) socket.close();
  await Promise.all(joined.map(({ socket }) => socket.closed));
  joined = [];
}

/** Of the text that one who joins now gets; the same words give the same hash. */
async function hash({ address }: { address: Address }): Promise<string> {
  const doc = new Y.Doc();
  const client = new Client(address, { state: (bytes) => Y.applyUpdate(doc, bytes) });
  await client.ready;
  client.socket.close();
  return createHash("sha256").update(doc.getXmlFragment("default").toString()).digest("hex");
}

const calls = { join, leave, hash };
export type JoinerCalls = typeof calls;
serveCalls(calls);
