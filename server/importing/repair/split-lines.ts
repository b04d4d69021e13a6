/** Lines that stand in one block but are not one paragraph: title over author, page numbers at a page's edge. */

import type { Range } from "../read-text.ts";
import { isAuthorLine } from "./author-line.ts";
import { isPageNumber } from "./page-number.ts";

const MAX_HEAD_LINES = 4;

/** A line at the edges of so many pages is a running header or footer. */
const MIN_PAGES_WITH_LINE = 2;

/** A first block of title and author on lines of their own is two blocks. */
export function splitHead(text: string, blocks: Range[]): Range[] {
  const [head, ...rest] = blocks;
  if (!head || rest.length === 0) return blocks;
  const lines = linesOf(text, head);
  const last = lines.at(-1);
  if (!last || lines.length < 2 || lines.length > MAX_HEAD_LINES) return blocks;
  if (!isAuthorLine(text.slice(last.start, last.end))) return blocks;
  const title = { start: head.start, end: lines.at(-2)?.end ?? head.end };
  return [title, last, ...rest];
}

/** Where pages are known, page numbers and running headers often stand right above or below a paragraph's lines. */
export function splitEdgeLines(text: string, blocks: Range[], pageStarts: number[]): Range[] {
  if (pageStarts.length < 2) return blocks;
  // Blocks and page starts are both in order, so a set of first and last blocks is found in one walk.
  const edges = new Set<number>();
  let page = 0;
  blocks.forEach((block, index) => {
    let isNew = index === 0;
    while ((pageStarts[page + 1] ?? Number.POSITIVE_INFINITY) <= block.start) {
      page += 1;
      isNew = true;
    }
    if (!isNew) return;
    edges.add(index);
    if (index > 0) edges.add(index - 1);
  });
  edges.add(blocks.length - 1);
  const counts = new Map<string, number>();
  const edgeLines = (block: Range): Range[] => {
    const lines = linesOf(text, block);
    return lines.length < 2 ? lines : [lines[0], lines.at(-1)].filter((line) => line !== undefined);
  };
  for (const index of edges) {
    const block = blocks[index];
    if (!block) continue;
    for (const line of edgeLines(block)) {
      const words = text.slice(line.start, line.end);
      counts.set(words, (counts.get(words) ?? 0) + 1);
    }
  }
  const isFurniture = (line: Range): boolean => {
    const words = text.slice(line.start, line.end);
    return isPageNumber(words) || (counts.get(words) ?? 0) >= MIN_PAGES_WITH_LINE;
  };
  return blocks.flatMap((block, index) => {
    if (!edges.has(index)) return [block];
    const lines = linesOf(text, block);
    if (lines.length < 2) return [block];
    const [first, last] = [lines[0], lines.at(-1)];
    const cutsFirst = first !== undefined && isFurniture(first);
    const cutsLast = last !== undefined && isFurniture(last);
    const middle = lines.slice(cutsFirst ? 1 : 0, cutsLast ? -1 : undefined);
    const body = { start: middle[0]?.start ?? 0, end: middle.at(-1)?.end ?? 0 };
    return [...(cutsFirst ? [first] : []), ...(middle.length > 0 ? [body] : []), ...(cutsLast ? [last] : [])];
  });
}

function linesOf(text: string, block: Range): Range[] {
  let at = block.start;
  return text
    .slice(block.start, block.end)
    .split("\n")
    .map((line) => {
      const trimmed = line.trim();
      const start = at + line.length - line.trimStart().length;
      at += line.length + 1;
      return { start, end: start + trimmed.length };
    });
}
