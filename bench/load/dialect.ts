/** How each kind of server is spoken to: y-websocket's protocol, Hocuspocus's around it, and the bare loop's nothing. */

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { MESSAGE } from "../../domain/protocol/protocol.ts";

/** Hocuspocus's message kind for credentials, and "here is a token" in it. */
const AUTH_TOKEN = [2, 0] as const;
const STEP = { one: 0, two: 1, update: 2 } as const;

/** Where a client of the load goes. */
export interface Address {
  url: string;
  dialect: "y-websocket" | "hocuspocus" | "bare";
  /** Hocuspocus names it in each message. */
  document: string;
  /** The server answers markers: it says what it has saved. */
  hasMarkers: boolean;
}

export type Message =
  | { kind: "state" | "update" | "presence"; bytes: Uint8Array }
  | { kind: "saved"; n: number }
  | { kind: "other" };

type Write = (encoder: encoding.Encoder) => void;

function frame({ dialect, document }: Address, write: Write): Uint8Array {
  const encoder = encoding.createEncoder();
  if (dialect === "hocuspocus") encoding.writeVarString(encoder, document);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

function syncFrame(address: Address, step: number, bytes: Uint8Array): Uint8Array {
  return frame(address, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync);
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, bytes);
  });
}

/** What a client says first; the answer is a state, except by the bare loop, which has none. */
export function openingFrames(address: Address, stateVector: Uint8Array): Uint8Array[] {
  if (address.dialect === "bare") return [];
  const ask = syncFrame(address, STEP.one, stateVector);
  if (address.dialect === "y-websocket") return [ask];
  const authenticate = frame(address, (encoder) => {
    for (const kind of AUTH_TOKEN) encoding.writeVarUint(encoder, kind);
    encoding.writeVarString(encoder, "");
  });
  return [authenticate, ask];
}

export function updateFrame(address: Address, update: Uint8Array): Uint8Array {
  return syncFrame(address, STEP.update, update);
}

export function presenceFrame(address: Address, presence: Uint8Array): Uint8Array {
  return frame(address, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.awareness);
    encoding.writeVarUint8Array(encoder, presence);
  });
}

/** Nobody's presence: a sign of life, as stock clients give. */
export function keepAliveFrame(address: Address): Uint8Array {
  return presenceFrame(address, Uint8Array.of(0));
}

export function markerFrame(address: Address, n: number): Uint8Array {
  return frame(address, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.marker);
    encoding.writeVarUint(encoder, n);
  });
}

/** The bytes are part of `payload`. */
export function readMessage({ dialect }: Address, payload: Uint8Array): Message {
  const decoder = decoding.createDecoder(payload);
  if (dialect === "hocuspocus") decoding.readVarString(decoder);
  const kind = decoding.readVarUint(decoder);
  if (kind === MESSAGE.saved && dialect === "y-websocket") return { kind: "saved", n: decoding.readVarUint(decoder) };
  if (kind === MESSAGE.awareness) return { kind: "presence", bytes: decoding.readVarUint8Array(decoder) };
  if (kind !== MESSAGE.sync) return { kind: "other" };
  const step = decoding.readVarUint(decoder);
  if (step === STEP.two) return { kind: "state", bytes: decoding.readVarUint8Array(decoder) };
  if (step === STEP.update) return { kind: "update", bytes: decoding.readVarUint8Array(decoder) };
  return { kind: "other" };
}
