/**
 * What nodes tell each other as bytes: a version, a kind, who sent it, and the kind's fields (lib0 encoding). Nodes of two
 * releases may run side by side while an installation is updated, so what a node does not know it leaves alone: the log
 * holds everything that counts.
 */

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { Notice } from "../../domain/protocol/protocol.ts";
import type { BusMessage } from "../sync/bus.ts";
import type { Claim } from "../sync/log.ts";

/** To be raised when the fields of a known kind change; new kinds need no new version. */
const VERSION = 1;

const KIND = {
  written: 1,
  presence: 2,
  "who-is-here": 3,
  "marker-wanted": 4,
  "marker-reached": 5,
  "access-changed": 6,
  notice: 7,
  "bulletin-closed": 8,
  "node-left": 9,
} as const satisfies Record<BusMessage["kind"], number>;

export function encodeBusMessage(from: string, message: BusMessage): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, VERSION);
  encoding.writeVarUint(encoder, KIND[message.kind]);
  encoding.writeVarString(encoder, from);
  writeFields(encoder, message);
  return encoding.toUint8Array(encoder);
}

function writeFields(encoder: encoding.Encoder, message: BusMessage): void {
  switch (message.kind) {
    case "written":
      encoding.writeVarString(encoder, message.documentId);
      encoding.writeVarUint(encoder, message.after);
      encoding.writeVarUint(encoder, message.seq);
      encoding.writeVarUint(encoder, message.update ? 1 : 0);
      if (message.update) encoding.writeVarUint8Array(encoder, message.update);
      return writeClaims(encoder, message.claims);
    case "presence":
      encoding.writeVarString(encoder, message.documentId);
      encoding.writeVarUint8Array(encoder, message.update);
      encoding.writeVarUint(encoder, message.isAll ? 1 : 0);
      return;
    case "who-is-here":
      return encoding.writeVarString(encoder, message.documentId);
    case "marker-wanted":
    case "marker-reached":
      encoding.writeVarString(encoder, message.documentId);
      encoding.writeVarString(encoder, message.userId);
      encoding.writeVarString(encoder, message.replica);
      encoding.writeVarUint(encoder, message.n);
      if (message.kind === "marker-reached") encoding.writeVarUint(encoder, message.seq);
      return;
    case "access-changed":
      return encoding.writeVarString(encoder, message.userId);
    case "notice":
      encoding.writeVarString(encoder, message.bulletinId);
      return encoding.writeVarString(encoder, JSON.stringify(message.notice));
    case "bulletin-closed":
      return encoding.writeVarString(encoder, message.bulletinId);
    case "node-left":
      return;
  }
}

function writeClaims(encoder: encoding.Encoder, claims: readonly Claim[]): void {
  encoding.writeVarUint(encoder, claims.length);
  for (const { client, userId } of claims) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarString(encoder, userId);
  }
}

/** Null: of another version, or of a kind that is not known here. Throws when the bytes are no message. */
export function decodeBusMessage(bytes: Uint8Array): { from: string; message: BusMessage } | null {
  const decoder = decoding.createDecoder(bytes);
  if (decoding.readVarUint(decoder) !== VERSION) return null;
  const number = decoding.readVarUint(decoder);
  const from = decoding.readVarString(decoder);
  const message = readFields(decoder, number);
  // lib0 reads on in the buffer that the bytes are a part of.
  if (decoder.pos > bytes.length) throw new RangeError("The message is cut short.");
  return message && { from, message };
}

function readFields(decoder: decoding.Decoder, number: number): BusMessage | null {
  switch (number) {
    case KIND.written:
      return {
        kind: "written",
        documentId: decoding.readVarString(decoder),
        after: decoding.readVarUint(decoder),
        seq: decoding.readVarUint(decoder),
        update: decoding.readVarUint(decoder) === 1 ? decoding.readVarUint8Array(decoder) : null,
        claims: readClaims(decoder),
      };
    case KIND.presence:
      return {
        kind: "presence",
        documentId: decoding.readVarString(decoder),
        update: decoding.readVarUint8Array(decoder),
        isAll: decoding.readVarUint(decoder) === 1,
      };
    case KIND["who-is-here"]:
      return { kind: "who-is-here", documentId: decoding.readVarString(decoder) };
    case KIND["marker-wanted"]:
      return { kind: "marker-wanted", ...readMarker(decoder) };
    case KIND["marker-reached"]:
      return { kind: "marker-reached", ...readMarker(decoder), seq: decoding.readVarUint(decoder) };
    case KIND["access-changed"]:
      return { kind: "access-changed", userId: decoding.readVarString(decoder) };
    case KIND.notice:
      return {
        kind: "notice",
        bulletinId: decoding.readVarString(decoder),
        notice: readNotice(decoding.readVarString(decoder)),
      };
    case KIND["bulletin-closed"]:
      return { kind: "bulletin-closed", bulletinId: decoding.readVarString(decoder) };
    case KIND["node-left"]:
      return { kind: "node-left" };
    default:
      return null;
  }
}

const readMarker = (decoder: decoding.Decoder) => ({
  documentId: decoding.readVarString(decoder),
  userId: decoding.readVarString(decoder),
  replica: decoding.readVarString(decoder),
  n: decoding.readVarUint(decoder),
});

function readClaims(decoder: decoding.Decoder): Claim[] {
  const claims: Claim[] = [];
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    claims.push({ client: decoding.readVarUint(decoder), userId: decoding.readVarString(decoder) });
  }
  return claims;
}

/** Goes on to browsers as it came, and they read only the types that they know. */
function readNotice(json: string): Notice {
  return JSON.parse(json);
}
