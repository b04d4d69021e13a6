/** A file's bytes to its text. */

import { AppError } from "../../domain/app-error.ts";
import { cleanText } from "./clean-text.ts";
import type { TextFormat } from "./imports.ts";
import { refuseBytes } from "./limits.ts";

const FORMATS: Record<string, TextFormat> = { txt: "text", md: "markdown", markdown: "markdown" };

/** Enough to tell UTF-16 by its zero bytes. */
const SNIFFED_BYTES = 4096;

function formatOf(name: string): TextFormat {
  const extension = /\.([^./\\]{1,20})$/.exec(name.trim())?.[1]?.toLowerCase() ?? "";
  const format = Object.hasOwn(FORMATS, extension) ? FORMATS[extension] : undefined;
  if (format) return format;
  const what = extension ? `a file that ends in .${extension}` : "a file without an ending";
  throw new AppError("unprocessable", `Glossa can't read ${what}; it takes .txt, .md and .markdown.`);
}

/** UTF-16 shows by its mark, or by every second byte being zero in Western text. */
function isUtf16(bytes: Uint8Array): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true;
  const head = bytes.subarray(0, SNIFFED_BYTES);
  if (head.length < 4) return false;
  const zeros = [0, 0];
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const half = head.length / 2;
  return (even > half * 0.7 && odd === 0) || (odd > half * 0.7 && even === 0);
}

/** Checks name, size and encoding. Throws `too-large` or `unprocessable` with a sentence. */
export function readFile(input: { name: string; bytes: Uint8Array }): { text: string; format: TextFormat } {
  const format = formatOf(input.name);
  refuseBytes(input.bytes.length);
  if (input.bytes.length === 0) throw new AppError("unprocessable", "This file is empty.");
  if (isUtf16(input.bytes)) {
    throw new AppError("unprocessable", "This file is encoded in UTF-16; save it as UTF-8 and try again.");
  }
  if (input.bytes.includes(0)) {
    throw new AppError(
      "unprocessable",
      "This file is not plain text: it holds zero bytes, as a program or a picture does.",
    );
  }
  return { text: cleanText(decode(input.bytes)), format };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AppError("unprocessable", "This file is not encoded in UTF-8; save it as UTF-8 and try again.");
  }
}
