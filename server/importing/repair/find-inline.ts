/** Links and italics that are written out. */

import { safeHref } from "../../../domain/schema/safe-href.ts";
import type { FoundRepair } from "./found-repair.ts";
import { findItalics, findLinks } from "./inline-markup.ts";
import { type Paragraph, textOf } from "./paragraphs.ts";
import type { Source } from "./source.ts";

/** At most `limit` of them. In parsed formats only links that were refused for their target are left to find. */
export function findInline(source: Source, paragraph: Paragraph, limit: number): FoundRepair[] {
  if (limit <= 0) return [];
  const offset = paragraph[0]?.start ?? 0;
  const text = textOf(source, paragraph);
  const links = findLinks(text, limit);
  const found = links.flatMap((link): FoundRepair[] => {
    const href = safeHref(link.target);
    // What Markdown left as it is written was refused as a link, or was meant to be read so.
    if (!source.isPlain && href !== null) return [];
    const words = { start: offset + link.words.start, end: offset + link.words.end };
    return [
      {
        kind: "link",
        text: href
          ? "Words with a link's target behind them became a link."
          : "A link led to a target that is not safe; its words were kept, the target was dropped.",
        before: text.slice(link.start, link.end),
        after: text.slice(link.words.start, link.words.end),
        at: words.start - 1,
        edits: [
          { start: words.start - 1, end: words.start, replacement: "" },
          { start: words.end, end: offset + link.end, replacement: "" },
        ],
        ...(href && { marks: [{ ...words, mark: { type: "link", attrs: { href } } }] }),
      },
    ];
  });
  if (!source.isPlain) return found;
  for (const { start, end } of findItalics(text, links, limit - found.length)) {
    const range = { start: offset + start, end: offset + end };
    found.push({
      kind: "italics",
      text: "Words between stars became italics.",
      before: text.slice(start, end),
      after: text.slice(start + 1, end - 1),
      at: range.start,
      edits: [
        { start: range.start, end: range.start + 1, replacement: "" },
        { start: range.end - 1, end: range.end, replacement: "" },
      ],
      marks: [{ start: range.start + 1, end: range.end - 1, mark: { type: "italic" } }],
    });
  }
  return found;
}
