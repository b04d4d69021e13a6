/**
 * A position of the text as it is stored: a Yjs relative position that names a character, in base64. Yjs' own encoder and
 * atob do the same at ten times the cost, and ten thousand anchors have twenty thousand of them.
 */

export interface Position {
  client: number;
  clock: number;
  /** Below zero: behind the character, else before it. */
  assoc: number;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const NO_LETTER = 255;
const VALUES = new Uint8Array(128).fill(NO_LETTER);
for (let value = 0; value < LETTERS.length; value++) VALUES[LETTERS.charCodeAt(value)] = value;

/** The kind of relative position that names an item (Yjs' `encodeRelativePosition`). */
const OF_ITEM = 0;

/** −1 and 0 as lib0 writes signed numbers. */
const BEHIND = 0x41;
const BEFORE = 0x00;
const SIGN = 0x40;

export function encodePosition({ client, clock, assoc }: Position): string {
  const bytes: number[] = [OF_ITEM];
  pushNumber(bytes, client);
  pushNumber(bytes, clock);
  bytes.push(assoc < 0 ? BEHIND : BEFORE);
  let text = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const [a = 0, b, c] = [bytes[index], bytes[index + 1], bytes[index + 2]];
    text += LETTERS.charAt(a >> 2) + LETTERS.charAt(((a & 3) << 4) | ((b ?? 0) >> 4));
    text += b === undefined ? "=" : LETTERS.charAt(((b & 15) << 2) | ((c ?? 0) >> 6));
    text += c === undefined ? "=" : LETTERS.charAt(c & 63);
  }
  return text;
}

/** Null when it is no encoded position of a character. */
export function decodePosition(encoded: string): Position | null {
  const count = bytesOf(encoded);
  if (count === 0 || BYTES[0] !== OF_ITEM) return null;
  const numbers = [0, 0];
  let at = 1;
  for (let index = 0; index < numbers.length; index++) {
    let value = 0;
    let factor = 1;
    for (;;) {
      if (at >= count || factor > Number.MAX_SAFE_INTEGER) return null;
      const byte = BYTES[at++] ?? 0;
      value += (byte & 127) * factor;
      factor *= 128;
      if (byte < 128) break;
    }
    numbers[index] = value;
  }
  const [client = 0, clock = 0] = numbers;
  const assoc = at < count && (BYTES[at] ?? 0) & SIGN ? -1 : 0;
  return { client, clock, assoc };
}

/** Seven bits a byte, the lowest first; the eighth says that more follow (lib0's `writeVarUint`). */
function pushNumber(bytes: number[], value: number): void {
  let left = value;
  for (; left > 127; left = Math.floor(left / 128)) bytes.push(128 | (left % 128));
  bytes.push(left);
}

/** Of the position that is being read: three numbers take no more. */
const BYTES = new Uint8Array(32);

/** Reads the letters into `BYTES` and gives how many bytes there are; what is no base64 ends it. */
function bytesOf(encoded: string): number {
  let count = 0;
  let bits = 0;
  let held = 0;
  for (let index = 0; index < encoded.length && count < BYTES.length; index++) {
    const value = VALUES[encoded.charCodeAt(index)] ?? NO_LETTER;
    if (value === NO_LETTER) break;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    BYTES[count++] = (bits >> held) & 0xff;
  }
  return count;
}
