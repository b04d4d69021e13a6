/** What stands in a journal's file: [u32 length, u32 CRC-32 of the payload, payload], one after the other. */

import { crc32 } from "node:zlib";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { Claim } from "../../sync/log.ts";

const HEADER_BYTES = 8;

/** One entry of a document's log. */
export interface JournalRecord {
  documentId: string;
  seq: number;
  /** A Yjs update in encoding V1. */
  bytes: Uint8Array;
  userId: string | null;
  /** Milliseconds since 1970. */
  at: number;
  /** Client ids that are new with this entry. */
  claims: Claim[];
}

/** A file that was changed by something else than a kill: what follows the place can't be read. */
export class JournalDamaged extends Error {
  override name = "JournalDamaged";
}

export function encodeRecord(record: JournalRecord): Uint8Array {
  const payload = encoding.encode((encoder) => {
    encoding.writeVarString(encoder, record.documentId);
    encoding.writeVarUint(encoder, record.seq);
    encoding.writeVarUint8Array(encoder, record.bytes);
    encoding.writeVarString(encoder, record.userId ?? "");
    encoding.writeVarUint(encoder, record.at);
    encoding.writeVarUint(encoder, record.claims.length);
    for (const { client, userId } of record.claims) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarString(encoder, userId);
    }
  });
  const whole = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  whole.writeUInt32BE(payload.length, 0);
  whole.writeUInt32BE(crc32(payload), 4);
  whole.set(payload, HEADER_BYTES);
  return whole;
}

/**
 * The records of a file. A last one that is not whole was being written when the process was killed, so nobody was told
 * that it is stored: it is left out. Throws {@link JournalDamaged} for anything else that can't be read.
 */
export function decodeRecords(file: Buffer): JournalRecord[] {
  const records: JournalRecord[] = [];
  for (let at = 0; file.length - at >= HEADER_BYTES; ) {
    const length = file.readUInt32BE(at);
    const begin = at + HEADER_BYTES;
    // A file system may have made the file longer, but not yet filled it.
    if (length === 0 && file.subarray(at).every((byte) => byte === 0)) break;
    if (begin + length > file.length) break;
    const payload = file.subarray(begin, begin + length);
    if (crc32(payload) !== file.readUInt32BE(at + 4)) throw new JournalDamaged(`at byte ${at}`);
    records.push(decodeRecord(payload));
    at = begin + length;
  }
  return records;
}

function decodeRecord(payload: Uint8Array): JournalRecord {
  const decoder = decoding.createDecoder(payload);
  const documentId = decoding.readVarString(decoder);
  const seq = decoding.readVarUint(decoder);
  const bytes = decoding.readVarUint8Array(decoder);
  const userId = decoding.readVarString(decoder) || null;
  const at = decoding.readVarUint(decoder);
  const claims: Claim[] = [];
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    claims.push({ client: decoding.readVarUint(decoder), userId: decoding.readVarString(decoder) });
  }
  return { documentId, seq, bytes, userId, at, claims };
}
