/**
 * Reads through an update (Yjs' encoding V1) without keeping any of it: a frame of a few megabytes made by hand can hold
 * so many parts that reading them at once fills the memory.
 */

import * as decoding from "lib0/decoding";
import { misshapen, Refused } from "./refused.ts";

/** More than a bulletin of 4 MB with years of edits has; read at once they take about 150 MB. */
const PARTS_MAX = 400_000;

/** The kinds of structs and contents (yjs/src/utils/encoding.js). */
const GC = 0;
const DELETED = 1;
const STRING = 4;
const FORMAT = 6;
const TYPE = 7;
const ANY = 8;
const SKIP = 10;
const KIND = 31;
const HAS_ORIGIN = 128;
const HAS_RIGHT_ORIGIN = 64;
const HAS_PARENT_SUB = 32;

/** The types that are written with a name. */
const XML_ELEMENT = 3;
const XML_HOOK = 5;

/** Throws when the bytes are no update, and when it has more parts than are read. */
export function checkOutline(update: Uint8Array): void {
  const decoder = decoding.createDecoder(update);
  let left = PARTS_MAX;
  const count = (parts: number): void => {
    left -= parts;
    if (left < 0) throw new Refused("too-large", "The change has too many parts at once.");
  };
  const clients = new Set<number>();
  for (let parts = decoding.readVarUint(decoder); parts > 0; parts--) {
    const structs = decoding.readVarUint(decoder);
    count(structs + 1);
    const client = decoding.readVarUint(decoder);
    // Of two parts by one client, Yjs takes the last and loses the first; reading for inspection shows both.
    if (clients.has(client)) throw new Error("An update names each client once.");
    clients.add(client);
    decoding.readVarUint(decoder);
    for (let struct = 0; struct < structs; struct++) count(skipStruct(decoder));
  }
  for (let parts = decoding.readVarUint(decoder); parts > 0; parts--) {
    decoding.readVarUint(decoder);
    const ranges = decoding.readVarUint(decoder);
    count(ranges + 1);
    for (let range = 0; range < ranges; range++) skipId(decoder);
  }
}

/** Gives how many values it holds beside itself. */
function skipStruct(decoder: decoding.Decoder): number {
  const info = decoding.readUint8(decoder);
  const kind = info & KIND;
  if (kind === GC || kind === SKIP) {
    decoding.readVarUint(decoder);
    return 0;
  }
  if (info & HAS_ORIGIN) skipId(decoder);
  if (info & HAS_RIGHT_ORIGIN) skipId(decoder);
  if (!(info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN))) {
    if (decoding.readVarUint(decoder) === 1) skipString(decoder);
    else skipId(decoder);
    if (info & HAS_PARENT_SUB) skipString(decoder);
  }
  return skipContent(decoder, kind);
}

function skipContent(decoder: decoding.Decoder, kind: number): number {
  switch (kind) {
    case DELETED:
      decoding.readVarUint(decoder);
      return 0;
    case STRING:
      skipString(decoder);
      return 0;
    case FORMAT:
      skipString(decoder);
      skipString(decoder);
      return 0;
    case TYPE: {
      const type = decoding.readVarUint(decoder);
      if (type === XML_ELEMENT || type === XML_HOOK) skipString(decoder);
      return 0;
    }
    case ANY: {
      const values = decoding.readVarUint(decoder);
      for (let value = 0; value < values; value++) decoding.readAny(decoder);
      return values;
    }
    default:
      throw misshapen("an unknown content");
  }
}

function skipId(decoder: decoding.Decoder): void {
  decoding.readVarUint(decoder);
  decoding.readVarUint(decoder);
}

function skipString(decoder: decoding.Decoder): void {
  const length = decoding.readVarUint(decoder);
  if (length > decoder.arr.length - decoder.pos) throw new Error("The update ends within a text.");
  decoder.pos += length;
}
