/** Headings that run in at a paragraph's start: "Some Title-Case Heading. The text goes on …". */

import type { Vocabulary } from "./vocabulary.ts";

const MAX_HEADING = 120;
const MAX_HEADING_WORDS = 14;
/** What follows has to be a text of its own. */
const MIN_TEXT_BEHIND = 40;

const SMALL_WORDS: ReadonlySet<string> = new Set(
  (
    "a an the of and or nor but for to in on at by from with without into onto over under about as than via per vs between among " +
    "against towards after before behind beyond within across through during since amid amidst around its their is der die das und " +
    "von van de la le du des et y"
  ).split(" "),
);

/** Words that head a part even where the text has them nowhere else. */
const HEADING_WORDS: ReadonlySet<string> = new Set(
  (
    "abstract analysis assessment background challenges conclusion conclusions consequences context cooperation development developments " +
    "findings forecast future goals implications interests introduction manifestations motives objectives opportunities options outlook " +
    "overview perspective perspectives position positions potential prospects reactions recommendation recommendations reasons relations " +
    "response responses results risks scenarios significance situation state summary threats"
  ).split(" "),
);

/** A full stop behind these ends no sentence. */
const ABBREVIATIONS: ReadonlySet<string> = new Set(
  "mr mrs ms dr prof gen col lt sgt capt adm cmdr sen rep gov pres st no vol art fig ch sec jr sr vs inc ltd co corp dept est approx ca cf eds ed al".split(
    " ",
  ),
);

/** The heading's length including its full stop; 0 when the paragraph begins with an ordinary sentence. */
export function runInHeadingLength(paragraph: string, vocabulary: Vocabulary): number {
  const end = firstSentenceEnd(paragraph.slice(0, MAX_HEADING + 2));
  if (end === 0 || paragraph.length - end < MIN_TEXT_BEHIND) return 0;
  return isHeading(paragraph.slice(0, end - 1), vocabulary) ? end : 0;
}

/** Position behind the full stop, when white space and the beginning of another sentence follow. */
function firstSentenceEnd(text: string): number {
  for (let stop = text.indexOf("."); stop !== -1; stop = text.indexOf(".", stop + 1)) {
    if (!/^\.\s+["“‘'«([*]{0,3}[\p{Lu}\p{N}]/u.test(text.slice(stop, stop + 8))) continue;
    const before = /[^\s.]*$/.exec(text.slice(0, stop).slice(-MAX_HEADING))?.[0] ?? "";
    const isAbbreviation = before.length < 2 || ABBREVIATIONS.has(before.toLowerCase());
    if (!isAbbreviation) return stop + 1;
  }
  return 0;
}

function isHeading(heading: string, vocabulary: Vocabulary): boolean {
  if (/[[\]*_!?;“”"()]/.test(heading)) return false;
  const words = heading.split(/\s+/).map((word) => word.replace(/^['‘(]+|[,:'’)]+$/g, ""));
  if (words.length > MAX_HEADING_WORDS) return false;
  const capital = words.filter((word) => !SMALL_WORDS.has(word));
  if (!/^[\p{Lu}\p{N}]/u.test(words[0] ?? "")) return false;
  if (!capital.every((word) => /^[\p{Lu}\p{N}–—-]/u.test(word))) return false;
  const headingWords = capital.filter((word) => HEADING_WORDS.has(word.toLowerCase()));
  if (capital.length < 2) return words.length === 1 && headingWords.length === 1;
  // A name is written with capitals everywhere; a heading's words are not.
  return headingWords.length > 0 || capital.some((word) => isTelling(word) && vocabulary.isWrittenSmall(word));
}

const isTelling = (word: string): boolean =>
  /^\p{Lu}[\p{Ll}’'-]{2,}$/u.test(word) && !SMALL_WORDS.has(word.toLowerCase());
