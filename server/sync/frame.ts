/** A WebSocket frame as bytes, made once for however many sockets it goes to. */

import * as encoding from "lib0/encoding";

/** FIN and opcode 2, a whole binary message (RFC 6455, section 5.2); a server's frames are not masked. */
const BINARY_MESSAGE = 0x82;
const LENGTH_16_BITS = 126;
const LENGTH_64_BITS = 127;

export function frameOf(message: Uint8Array): Buffer {
  const { length } = message;
  const header = length < LENGTH_16_BITS ? 2 : length < 2 ** 16 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = BINARY_MESSAGE;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = LENGTH_16_BITS;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_64_BITS;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.set(message, header);
  return frame;
}

/** A message of a kind and its payload, framed. */
export function framed(kind: number, write: (encoder: encoding.Encoder) => void): Buffer {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, kind);
  write(encoder);
  return frameOf(encoding.toUint8Array(encoder));
}

/** The message in a frame that `frameOf` made. */
export function messageOf(frame: Buffer): Uint8Array {
  const header = frame[1] === LENGTH_64_BITS ? 10 : frame[1] === LENGTH_16_BITS ? 4 : 2;
  return frame.subarray(header);
}
