/** Words that a hyphen at a line's end broke. */

import type { FoundRepair } from "./found-repair.ts";
import { brokenWord, keepsHyphen } from "./hyphen.ts";
import type { Paragraph } from "./paragraphs.ts";
import type { Source } from "./source.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** At most `limit` of those inside a paragraph whose lines are wrapped. */
export function findLineHyphens(
  { text }: Source,
  paragraph: Paragraph,
  vocabulary: Vocabulary,
  limit: number,
): FoundRepair[] {
  const found: FoundRepair[] = [];
  for (const block of paragraph) {
    let line = text.indexOf("\n", block.start);
    for (; line !== -1 && line < block.end && found.length < limit; line = text.indexOf("\n", line + 1)) {
      const end = line - spacesBeside(text, line, -1);
      const start = line + 1 + spacesBeside(text, line, 1);
      const hyphen = text[end - 1];
      if (hyphen !== "-" && hyphen !== "\u00ad") continue;
      const left = text.slice(Math.max(block.start, end - MAX_BROKEN_PART), end - 1);
      const word = brokenWord(left, text.slice(start, Math.min(block.end, start + MAX_BROKEN_PART)));
      if (!word) continue;
      const isKept = hyphen === "-" && keepsHyphen(word, vocabulary);
      found.push({
        kind: "joined-paragraph",
        text: "A word that was broken at a line's end was joined.",
        before: `${word.left}${hyphen}\n${word.right}`,
        after: `${word.left}${isKept ? "-" : ""}${word.right}`,
        at: end - 1,
        edits: [{ start: isKept ? end : end - 1, end: start, replacement: "" }],
      });
    }
  }
  return found;
}

/** More than `brokenWord` looks at. */
const MAX_BROKEN_PART = 50;

/** White space beside a line end is little; more is a layout. */
const MAX_SPACE = 16;

function spacesBeside(text: string, line: number, step: 1 | -1): number {
  let count = 0;
  while (count < MAX_SPACE && /[ \t]/.test(text[line + step * (count + 1)] ?? "")) count += 1;
  return count;
}
