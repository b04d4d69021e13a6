/** What an import may hold at most: bounds on structure, so that no input costs more than its size. */

import { AppError } from "../../domain/app-error.ts";

/** The longest policy books are about 2 MB of text. */
export const MAX_BYTES = 5 * 1024 * 1024;

/** A book has some thousands; every paragraph is a type in the Yjs document and a node on the page. */
const MAX_BLOCKS = 50_000;

/** Paragraphs, cells and runs of marked text together. */
const MAX_NODES = 200_000;

/** Deeper lists, quotations and tables are flattened to this: nobody reads them, and our readers of trees recurse. */
export const MAX_DEPTH = 12;

/** A list that a person can't go through is no preview; what lies beyond stays in the text as it was written. */
export const MAX_REPAIRS = 10_000;

/** With a decimal place near the limit, where whole numbers would say "5 MB is more than 5 MB". */
const megabytes = (bytes: number): string =>
  `${Number((bytes / (1024 * 1024)).toFixed(bytes < 2 * MAX_BYTES ? 2 : 0))} MB`;

export function refuseBytes(count: number): void {
  if (count <= MAX_BYTES) return;
  const size = count - MAX_BYTES < 10_000 ? `just over ${megabytes(MAX_BYTES)}` : megabytes(count);
  throw new AppError("too-large", `This text is ${size} long; Glossa takes at most ${megabytes(MAX_BYTES)}.`);
}

export function refuseBlocks(count: number): void {
  if (count <= MAX_BLOCKS) return;
  throw new AppError(
    "too-large",
    `This text has more than ${MAX_BLOCKS.toLocaleString("en")} paragraphs, which is the most that Glossa takes; split it.`,
  );
}

export function refuseNodes(count: number): void {
  if (count <= MAX_NODES) return;
  throw new AppError(
    "too-large",
    `This text has more than ${MAX_NODES.toLocaleString("en")} paragraphs, cells and formatted words; split it.`,
  );
}
