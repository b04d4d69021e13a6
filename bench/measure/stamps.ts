/**
 * A stamp is what a writer types: its number and the moment it was sent, as characters that survive in any encoding of
 * an update. So a reader tells by a scan of a frame's bytes which updates it holds, without reading Yjs.
 */

const MARK = 0x7e; // ~
const SEQ_DIGITS = 6;
const TIME_DIGITS = 10;
const STAMP_LENGTH = 1 + SEQ_DIGITS + TIME_DIGITS;

/** @param at milliseconds since the start of the run; kept to a hundredth */
export function writeStamp(seq: number, at: number): string {
  return `~${pad(seq, SEQ_DIGITS)}${pad(Math.round(at * 100), TIME_DIGITS)}`;
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}

/** Calls `found` for each stamp in the bytes, in order. */
export function scanStamps(bytes: Buffer, found: (seq: number, at: number) => void): void {
  for (let start = bytes.indexOf(MARK); start >= 0; start = bytes.indexOf(MARK, start + 1)) {
    if (start + STAMP_LENGTH > bytes.length) return;
    const seq = digits(bytes, start + 1, SEQ_DIGITS);
    const at = digits(bytes, start + 1 + SEQ_DIGITS, TIME_DIGITS);
    if (seq >= 0 && at >= 0) found(seq, at / 100);
  }
}

/** The number at this place, or -1: a tilde may be part of something else. */
function digits(bytes: Buffer, start: number, count: number): number {
  let value = 0;
  for (let index = start; index < start + count; index++) {
    const digit = (bytes[index] ?? 0) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
