/** The paragraphs of a source as they are with all joins: what inline repairs are looked for in. */

import type { FoundRepair } from "./found-repair.ts";
import type { Source, SourceBlock } from "./source.ts";

/** The blocks that make one paragraph or heading. */
export type Paragraph = SourceBlock[];

export function paragraphsOf({ blocks }: Source, removed: ReadonlySet<number>, joins: FoundRepair[]): Paragraph[] {
  const continuations = new Set(joins.flatMap(({ join }) => join?.right ?? []));
  const paragraphs: Paragraph[] = [];
  blocks.forEach((block, index) => {
    if (removed.has(index) || block.kind === "other") return;
    const open = paragraphs.at(-1);
    if (continuations.has(index) && open) open.push(block);
    else paragraphs.push([block]);
  });
  return paragraphs;
}

/** The source's text of a paragraph at unchanged positions; what lies between its blocks is blank. */
export function textOf({ text }: Source, paragraph: Paragraph): string {
  let joined = "";
  let at = paragraph[0]?.start ?? 0;
  for (const block of paragraph) {
    joined += " ".repeat(block.start - at) + text.slice(block.start, block.end);
    at = block.end;
  }
  return joined;
}
