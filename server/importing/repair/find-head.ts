/** The title and the author at the head of a text. */

import { TITLE_MAX } from "../../../domain/bulletin/bulletin.ts";
import { authorOf } from "./author-line.ts";
import { endsSentence, isBrokenBetween } from "./broken-sentence.ts";
import type { FoundRepair } from "./found-repair.ts";
import { isPageNumber } from "./page-number.ts";
import { headerKey, isAllCaps, namesPublication } from "./running-header.ts";
import type { SourceBlock } from "./source.ts";

const MAX_TITLE_WORDS = 30;
const MIN_PROSE = 60;
/** A date, an issue's number or a subtitle may stand between title and author. */
const MAX_LINES_BEFORE_AUTHOR = 1;
const PROSE_WITHIN = 5;

const isProse = ({ kind, words }: SourceBlock): boolean =>
  kind === "paragraph" && words.length >= MIN_PROSE && /[.!?…]/.test(words.slice(-400));

/** A field can't hold a link, so a line with one stays in the text. */
const hasLink = ({ marks, words }: SourceBlock): boolean =>
  words.includes("](") || marks.some(({ mark }) => mark.type === "link");

const isTitleLine = (block: SourceBlock): boolean => block.kind !== "other" && !hasLink(block) && readsAsTitle(block);

const readsAsTitle = ({ kind, words }: SourceBlock): boolean =>
  words.length <= TITLE_MAX &&
  !words.includes("\n") &&
  !isPageNumber(words) &&
  /^[\p{Lu}\p{N}\p{Lo}“"‘'«(*]/u.test(words) &&
  words.split(/\s+/).length <= MAX_TITLE_WORDS &&
  (kind === "heading" || /[!?]["”’*]?$/.test(words) || !(endsSentence(words) || words.endsWith(",")));

/** The publication's name above the title, known by being repeated further down or by its words. */
function isMasthead(blocks: SourceBlock[], at: number): boolean {
  const [block, next, afterNext] = [blocks[at], blocks[at + 1], blocks[at + 2]];
  if (!block || !next || !isTitleLine(block) || !isTitleLine(next)) return false;
  const key = headerKey(block.words);
  const isRepeated = blocks.some((other, index) => index > at && headerKey(other.words) === key);
  if (!isRepeated && !(isAllCaps(block.words) && namesPublication(block.words))) return false;
  const nextIsAuthor = authorOf(next.words) !== null && !(afterNext && authorOf(afterNext.words) !== null);
  return !nextIsAuthor;
}

const MAX_MASTHEADS = 2;

/** Title and author, in this order; either may be missing. A title needs prose below it. */
export function findHead(blocks: SourceBlock[]): FoundRepair[] {
  let at = 0;
  while (at < MAX_MASTHEADS && isMasthead(blocks, at)) at += 1;
  const title = blocks[at];
  if (!title || !isTitleLine(title) || isBrokenBetween(title.words, blocks[at + 1]?.words ?? "")) return [];
  if (!blocks.slice(at + 1, at + 1 + PROSE_WITHIN).some((block) => isProse(block) || block.kind === "other")) return [];
  const value = title.words.replace(/^\*(.*)\*$/, "$1").trim();
  const found: FoundRepair[] = [
    {
      kind: "title",
      text: "The first line is the title; it becomes the bulletin's title.",
      before: title.words,
      after: value,
      at: title.start,
      removesBlock: at,
      field: { name: "title", value },
    },
  ];
  for (let below = at + 1; below <= at + 1 + MAX_LINES_BEFORE_AUTHOR; below += 1) {
    const block = blocks[below];
    if (block?.kind !== "paragraph" || hasLink(block)) break;
    const author = authorOf(block.words);
    if (author !== null) {
      found.push({
        kind: "author",
        text: "The line below the title names the author; it becomes the bulletin's author.",
        before: block.words,
        after: author,
        at: block.start,
        removesBlock: below,
        field: { name: "author", value: author },
      });
      break;
    }
    if (isProse(block)) break;
  }
  return found;
}
