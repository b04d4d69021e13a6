/** The decorations of highlights: marks around words, each within one block, so that a change redraws its block alone. */

import type { Node } from "@tiptap/pm/model";
import { Decoration } from "@tiptap/pm/view";
import type { Span } from "../../domain/schema/positions.ts";
import { drawSegments, type Highlight, segmentsOf } from "./highlight-segments.ts";

/** The insides of the text blocks that a stretch reaches into or touches. */
export function blocksWithin(doc: Node, { from, to }: Span): Span[] {
  const blocks: Span[] = [];
  // What an empty stretch touches counts too.
  doc.nodesBetween(Math.max(0, from - 1), Math.min(doc.content.size, to + 1), (node, at) => {
    if (node.isTextblock) blocks.push({ from: at + 1, to: at + 1 + node.content.size });
    return !node.isTextblock;
  });
  return blocks;
}

/**
 * @param stretch nothing is drawn beyond it
 * @param highlights at their places in the document
 * @param isCrowd whether there are more in the text than are drawn
 */
export function drawBlock(
  block: Span,
  stretch: Span,
  highlights: readonly Highlight[],
  isCrowd: boolean,
): Decoration[] {
  const within = { start: Math.max(block.from, stretch.from), end: Math.min(block.to, stretch.to) };
  return drawSegments(segmentsOf(highlights, within), isCrowd).map(({ start, end, attributes }) =>
    Decoration.inline(start, end, { nodeName: "mark", ...attributes }),
  );
}
