/** What a client sends, read off the wire: y-websocket's messages, and those of ours (domain/protocol). */

import * as decoding from "lib0/decoding";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import { MESSAGE } from "../../domain/protocol/protocol.ts";

/** A client's copy of a document is named by a UUID; names are kept. */
const REPLICA_MAX_LENGTH = 100;

/** Room for 26,000 client ids, of at most ten bytes each; reading a vector takes time and memory in their number. */
const STATE_VECTOR_MAX_BYTES = 256 * 1024;

/** What an answer to step 1 may cost, in ordinary messages: it reads the whole document. */
const STATE_WORTH = 20;

/** Presence is read cheaply, and a stock client repeats all of others' that it hears: bytes count less. */
const PRESENCE_BYTES_WORTH = 0.1;

export type ClientMessage =
  /** Step 1: it asks for what it lacks. */
  | { kind: "ask"; stateVector: Uint8Array }
  /** An update, or step 2, which carries one too. */
  | { kind: "update"; bytes: Uint8Array }
  | { kind: "presence"; update: Uint8Array }
  | { kind: "query-presence" }
  | { kind: "hello"; schemaVersion: number; replica: string }
  | { kind: "marker"; n: number }
  | { kind: "command"; envelope: unknown }
  /** Of a later version, or y-websocket's auth: not for us. */
  | { kind: "unknown" };

/** Throws when the message can't be read. */
export function readClientMessage(bytes: Uint8Array): ClientMessage {
  const decoder = decoding.createDecoder(bytes);
  switch (decoding.readVarUint(decoder)) {
    case MESSAGE.sync:
      return readSync(decoder);
    case MESSAGE.awareness:
      return { kind: "presence", update: decoding.readVarUint8Array(decoder) };
    case MESSAGE.queryAwareness:
      return { kind: "query-presence" };
    case MESSAGE.hello:
      return readHello(decoder);
    case MESSAGE.marker:
      return { kind: "marker", n: decoding.readVarUint(decoder) };
    case MESSAGE.command:
      return { kind: "command", envelope: JSON.parse(decoding.readVarString(decoder)) };
    default:
      return { kind: "unknown" };
  }
}

function readSync(decoder: decoding.Decoder): ClientMessage {
  const step = decoding.readVarUint(decoder);
  const bytes = decoding.readVarUint8Array(decoder);
  switch (step) {
    case syncProtocol.messageYjsSyncStep1:
      if (bytes.length > STATE_VECTOR_MAX_BYTES) throw new Error("No copy knows so many client ids.");
      Y.decodeStateVector(bytes);
      return { kind: "ask", stateVector: bytes };
    case syncProtocol.messageYjsSyncStep2:
    case syncProtocol.messageYjsUpdate:
      return { kind: "update", bytes };
    default:
      throw new Error("There is no such step.");
  }
}

function readHello(decoder: decoding.Decoder): ClientMessage {
  const schemaVersion = decoding.readVarUint(decoder);
  const replica = decoding.readVarString(decoder);
  if (replica.length > REPLICA_MAX_LENGTH) throw new Error("A copy's name is a UUID.");
  return { kind: "hello", schemaVersion, replica };
}

/** What it counts against the sender's allowance (limits.ts). */
export function worthOf({ kind }: ClientMessage, size: number): { messages: number; bytes: number } {
  return {
    messages: kind === "ask" ? STATE_WORTH : 1,
    bytes: kind === "presence" ? size * PRESENCE_BYTES_WORTH : size,
  };
}
