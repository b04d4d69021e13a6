/** What is repaired: one text with positions, and the blocks in it. Repairs are found and done on these positions. */

import type { BulletinMark, BulletinNode } from "../../../domain/schema/document.ts";
import { findBlocks, type Range, unwrap } from "../read-text.ts";
import { splitEdgeLines, splitHead } from "./split-lines.ts";

export interface MarkRange extends Range {
  mark: BulletinMark;
}

export interface SourceBlock extends Range {
  /** "other": a list, table or quotation, which no repair touches. */
  kind: "paragraph" | "heading" | "other";
  /** The block as it was parsed; null in plain text. */
  node: BulletinNode | null;
  /** Marks that the format itself gave. */
  marks: MarkRange[];
  /** The first block after a form feed. */
  startsPage: boolean;
  /** Its text on one line. */
  words: string;
}

export interface Source {
  text: string;
  blocks: SourceBlock[];
  /** Plain text: line ends are where a line was full, and links and italics may be written out. */
  isPlain: boolean;
}

export function sourceOfText(raw: string): Source {
  const pages = raw.split("\f");
  const text = pages.join("\n\n");
  const pageStarts: number[] = [];
  let at = 0;
  for (const page of pages) {
    pageStarts.push(at);
    at += page.length + 2;
  }
  const ranges = splitEdgeLines(text, splitHead(text, findBlocks(text)), pageStarts);
  let page = 0;
  const blocks = ranges.map((range): SourceBlock => {
    const before = page;
    while ((pageStarts[page + 1] ?? Number.POSITIVE_INFINITY) <= range.start) page += 1;
    const words = unwrap(text.slice(range.start, range.end));
    return { ...range, kind: "paragraph", node: null, marks: [], startsPage: page > before, words };
  });
  return { text, blocks, isPlain: true };
}

/** The paragraphs and headings of a parsed document as text; hard breaks are line ends. */
export function sourceOfDocument(document: BulletinNode): Source {
  const parts: string[] = [];
  const blocks: SourceBlock[] = [];
  let at = 0;
  for (const node of document.content ?? []) {
    const kind = node.type === "paragraph" || node.type === "heading" ? node.type : "other";
    const start = at;
    const marks: MarkRange[] = [];
    let words = "";
    for (const run of kind === "other" ? [] : (node.content ?? [])) {
      const text = run.type === "hardBreak" ? "\n" : (run.text ?? "");
      const range = { start: start + words.length, end: start + words.length + text.length };
      for (const mark of run.marks ?? []) marks.push({ ...range, mark });
      words += text;
    }
    at += words.length + 2;
    parts.push(words);
    blocks.push({ start, end: start + words.length, kind, node, marks, startsPage: false, words });
  }
  return { text: parts.join("\n\n"), blocks, isPlain: false };
}
