/** Paragraphs that a page broke in mid-sentence, also with a running header between the halves. */

import { endsHyphenated, isBrokenBetween } from "./broken-sentence.ts";
import type { FoundRepair } from "./found-repair.ts";
import { brokenWord, keepsHyphen } from "./hyphen.ts";
import type { Source } from "./source.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** About a line on each side of a break. */
const EXCERPT = 60;

const lastWords = (text: string): string =>
  text.length > EXCERPT ? `… ${text.slice(-EXCERPT).replace(/^\S*\s/, "")}` : text;
const firstWords = (text: string): string =>
  text.length > EXCERPT ? `${text.slice(0, EXCERPT).replace(/\s\S*$/, "")} …` : text;

/** `removed`: the blocks that are no part of the flow, whether their removal is accepted or not. */
export function findJoins(source: Source, removed: ReadonlySet<number>, vocabulary: Vocabulary): FoundRepair[] {
  const found: FoundRepair[] = [];
  let left = -1;
  source.blocks.forEach((block, right) => {
    if (removed.has(right)) return;
    const first = source.blocks[left];
    const index = left;
    left = right;
    if (first?.kind !== "paragraph" || block.kind !== "paragraph") return;
    const word = endsHyphenated(first.words) ? brokenWord(first.words.slice(0, -1), block.words) : null;
    if (!word && !isBrokenBetween(first.words, block.words)) return;
    const cutsHyphen = word !== null && (first.words.endsWith("\u00ad") || !keepsHyphen(word, vocabulary));
    const isDashed = /\S[—–]$/.test(first.words);
    const glue = word || isDashed ? "" : " ";
    const end = cutsHyphen ? first.words.slice(0, -1) : first.words;
    const isOverHeader = right - index > 1;
    found.push({
      kind: "joined-paragraph",
      text: isOverHeader
        ? "A paragraph that the page's running header broke in mid-sentence was joined."
        : "A paragraph that was broken in mid-sentence was joined.",
      before: `${lastWords(first.words)}\n\n${firstWords(block.words)}`,
      after: lastWords(end) + glue + firstWords(block.words),
      at: first.end,
      join: { left: index, right, glue, cutsHyphen },
    });
  });
  return found;
}
