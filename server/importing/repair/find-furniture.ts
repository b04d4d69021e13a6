/** What belongs to the page and not to the text: running headers and page numbers. */

import type { FoundRepair } from "./found-repair.ts";
import { findPageNumbers } from "./page-number.ts";
import { findRunningHeaders } from "./running-header.ts";
import type { Source, SourceBlock } from "./source.ts";

/** `head`: the repairs that took title and author. */
export function findFurniture({ blocks }: Source, head: FoundRepair[]): FoundRepair[] {
  const headBlocks = new Set(head.flatMap(({ removesBlock }) => removesBlock ?? []));
  const isText = (block: SourceBlock, index: number): boolean => block.kind === "paragraph" && !headBlocks.has(index);
  const numbers = findPageNumbers(blocks.map((block, index) => (isText(block, index) ? block.words : "")));
  const title = head.find(({ field }) => field?.name === "title")?.before ?? null;
  const headers = findRunningHeaders({ blocks, skipped: new Set([...headBlocks, ...numbers]), title });
  const isAll = blocks.every((_, index) => headBlocks.has(index) || numbers.has(index) || headers.has(index));
  // What would leave nothing is the text itself.
  if (isAll) return [];
  return blocks.flatMap((block, index): FoundRepair[] => {
    const common = { before: block.words, after: "", at: block.start, removesBlock: index };
    if (numbers.has(index)) return [{ kind: "page-number", text: "A page number was removed.", ...common }];
    const header = headers.get(index);
    if (!header) return [];
    const text = header.isRepeated
      ? "A running header that repeats through the pages was removed."
      : "A running header that stood alone between paragraphs was removed.";
    return [{ kind: "running-header", text, ...common }];
  });
}
