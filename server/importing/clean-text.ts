/** Text as it came to text that a bulletin can hold: line ends made one kind, nothing that is not text. */

import { AppError } from "../../domain/app-error.ts";
import { refuseBytes } from "./limits.ts";

/** Neither white space nor words; XML (so DOCX and TEI) can't hold them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const CONTROLS = /[\u0001-\u0008\u000e-\u001f\u007f\ufffe\uffff]/g;

/** Text copied from a PDF has a stray one now and then; a program or a picture has them everywhere. */
const CONTROLS_PER_CHARACTER = 1 / 1000;

const LONE_SURROGATE = /\p{Cs}/u;

/** Drops control characters, which have no width and no meaning in text. */
export const dropControls = (text: string): string => text.replace(CONTROLS, "").replaceAll("\0", "");

/** Throws `too-large` or `unprocessable` with a sentence; form feeds stay, since they tell where pages end. */
export function cleanText(raw: string): string {
  refuseBytes(Buffer.byteLength(raw));
  if (raw.includes("\0")) {
    throw new AppError("unprocessable", "This is not plain text: it holds zero bytes, as a program or a picture does.");
  }
  if (LONE_SURROGATE.test(raw)) {
    throw new AppError("unprocessable", "This text holds half a character (a lone surrogate); save it as UTF-8 again.");
  }
  const controls = raw.match(CONTROLS)?.length ?? 0;
  if (controls > 1 + raw.length * CONTROLS_PER_CHARACTER) {
    throw new AppError("unprocessable", "This is not plain text: it is full of control characters.");
  }
  const text = raw
    .replace(/^\ufeff/, "")
    .replace(CONTROLS, "")
    .replace(/\r\n?|[\v\u0085\u2028]/g, "\n")
    .replaceAll("\u2029", "\n\n");
  if (text.trim() === "")
    throw new AppError("unprocessable", "There is no text in it: it is empty or only white space.");
  return text;
}
