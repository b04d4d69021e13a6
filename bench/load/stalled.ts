/** One reader with a document, who stops reading and is back later. */

import { createHash } from "node:crypto";
import * as Y from "yjs";
import { now } from "../measure/clock.ts";
import { Client } from "./client.ts";
import { type Address, readMessage } from "./dialect.ts";
import { serveCalls } from "./serve-calls.ts";

/** Who is not back after this long is not coming back. */
const BACK_LIMIT_MS = 60_000;

/** Between two attempts to come back. */
const AGAIN_MS = 250;

const doc = new Y.Doc();
let client: Client | null = null;
/** The first time. */
let closedWith: number | null = null;
let isBack = false;
let look = (): void => {};

function open(address: Address): Client {
  const opened = new Client(
    address,
    {
      state: apply,
      frame: (payload) => {
        const message = readMessage(address, payload);
        if (message.kind === "update" || message.kind === "state") apply(message.bytes);
      },
    },
    Y.encodeStateVector(doc),
  );
  void opened.socket.closed.then((code) => {
    closedWith ??= code;
    if (isBack) setTimeout(() => open(address), AGAIN_MS);
  });
  return opened;
}

function apply(update: Uint8Array): void {
  Y.applyUpdate(doc, update);
  look();
}

async function connect({ address }: { address: Address }): Promise<void> {
  client = open(address);
  await client.ready;
}

function pause(): void {
  client?.socket.pause();
}

/** Reads again, and comes back when the server has closed the socket, until the text is the one of this hash. */
async function resume({ address, hash }: { address: Address; hash: string }) {
  const began = now();
  isBack = true;
  const isSame = new Promise<boolean>((resolve) => {
    const limit = setTimeout(() => resolve(false), BACK_LIMIT_MS);
    look = () => {
      const text = doc.getXmlFragment("default").toString();
      if (createHash("sha256").update(text).digest("hex") !== hash) return;
      clearTimeout(limit);
      resolve(true);
    };
  });
  if (closedWith === null) client?.socket.resume();
  else open(address);
  look();
  return { isSame: await isSame, closedWith, tookMs: now() - began };
}

const calls = { connect, pause, resume };
export type StalledCalls = typeof calls;
serveCalls(calls);
