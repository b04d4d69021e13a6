/** Plain text to paragraphs: one per block between blank lines, and nothing else. */

import type { BulletinNode } from "../../domain/schema/document.ts";
import { refuseBlocks } from "./limits.ts";

/** A part of a text: UTF-16 positions, the end excluded. */
export interface Range {
  start: number;
  end: number;
}

/** The blocks between blank lines, without the white space around them. A line of only white space is blank. */
export function findBlocks(text: string): Range[] {
  const blocks: Range[] = [];
  let open: Range | null = null;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const lineEnd = newline === -1 ? text.length : newline;
    const line = text.slice(at, lineEnd);
    const trimmed = line.trimEnd();
    if (trimmed === "") open = null;
    else if (open) open.end = at + trimmed.length;
    else {
      open = { start: at + trimmed.length - trimmed.trimStart().length, end: at + trimmed.length };
      blocks.push(open);
    }
    at = lineEnd + 1;
  }
  refuseBlocks(blocks.length);
  return blocks;
}

/**
 * The line ends inside a piece of a block become spaces: they are where a line was full, not where the author broke it.
 * The white space at the piece's own ends stays.
 */
export function unwrap(piece: string): string {
  if (!piece.includes("\n")) return piece;
  const lines = piece.split("\n");
  const last = lines.length - 1;
  return lines
    .map((line, index) => {
      const headless = index > 0 ? line.trimStart() : line;
      return index < last ? headless.trimEnd() : headless;
    })
    .join(" ");
}

/** Markup characters stay as they are written; a form feed counts as a space. */
export function readText(text: string): BulletinNode {
  const plain = text.replaceAll("\f", " ");
  const content = findBlocks(plain).map(
    ({ start, end }): BulletinNode => ({
      type: "paragraph",
      content: [{ type: "text", text: unwrap(plain.slice(start, end)) }],
    }),
  );
  return { type: "doc", content };
}
