/** The run-in heading of a paragraph as a repair. */

import type { FoundRepair } from "./found-repair.ts";
import type { Paragraph } from "./paragraphs.ts";
import { runInHeadingLength } from "./run-in-heading.ts";
import type { Source } from "./source.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** None or one: the heading at the start of a paragraph, unless the format has set it in bold already. */
export function findRunInHeading({ text }: Source, paragraph: Paragraph, vocabulary: Vocabulary): FoundRepair[] {
  const [block] = paragraph;
  if (block?.kind !== "paragraph") return [];
  const length = runInHeadingLength(text.slice(block.start, block.end), vocabulary);
  const range = { start: block.start, end: block.start + length };
  if (
    length === 0 ||
    block.marks.some(({ mark, start, end }) => mark.type === "bold" && start < range.end && end > range.start)
  ) {
    return [];
  }
  const heading = block.words.slice(0, length);
  return [
    {
      kind: "run-in-heading",
      text: "The heading at the paragraph's start is set in bold.",
      before: heading,
      after: heading,
      at: block.start,
      marks: [{ ...range, mark: { type: "bold" } }],
    },
  ];
}
