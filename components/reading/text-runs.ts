/** Between offsets of the plain text and the text nodes of a text that is drawn to be read. */

import type { TextRange } from "../../domain/anchor/anchor.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { separatorIn, walkTextRuns } from "../../domain/schema/plain-text.ts";
import type { PlaceInPage } from "../editor/text-and-margin.ts";

interface Run {
  offset: number;
  length: number;
  /** Characters of the block's runs before this one. */
  before: number;
}

/** One of the document's own children, of whatever kind. */
export interface BlockRuns extends TextRange {
  /** Of text; a hard break is an element on the page, separators are nothing. */
  runs: readonly Run[];
}

export function runsOf(document: BulletinNode): BlockRuns[] {
  let start = 0;
  return (document.content ?? []).map((block) => {
    const runs: Run[] = [];
    let before = 0;
    const text = walkTextRuns(block, ({ node, offset, text }) => {
      if (node.type !== "text") return;
      runs.push({ offset: start + offset, length: text.length, before });
      before += text.length;
    });
    const one = { start, end: start + text.length, runs };
    start = one.end + separatorIn("doc").length;
    return one;
  });
}

/** @param elements the blocks' elements, in order */
export function placeOf(blocks: readonly BlockRuns[], elements: HTMLCollection, offset: number): PlaceInPage | null {
  const index = blocks.findIndex(({ end }) => end > offset);
  const run = blocks[index]?.runs.find((one) => one.offset + one.length > offset);
  const element = elements[index];
  if (!run || !element) return null;
  let left = run.before + Math.max(0, offset - run.offset);
  const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (left < length) return { node, offset: left };
    left -= length;
  }
  return null;
}

/** The offset of an element's first character; null when it holds none. */
export function offsetOf(blocks: readonly BlockRuns[], elements: HTMLCollection, inner: Element): number | null {
  const index = [...elements].findIndex((element) => element.contains(inner));
  const element = elements[index];
  if (!element) return null;
  let before = 0;
  const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    if (inner.contains(node)) {
      const run = blocks[index]?.runs.findLast((one) => one.before <= before);
      return run ? run.offset + before - run.before : null;
    }
    before += node.textContent?.length ?? 0;
  }
  return null;
}
