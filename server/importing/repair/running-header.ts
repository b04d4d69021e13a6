/** Running headers and footers: lines of the page, not of the text, that stand alone between paragraphs. */

import { endsSentence, isBrokenBetween } from "./broken-sentence.ts";
import type { SourceBlock } from "./source.ts";

const MAX_LENGTH = 80;
const MAX_WORDS = 10;

/** Names of parts of a text: in capitals or repeated, they are still the author's. */
const PARTS: ReadonlySet<string> = new Set(
  (
    "abstract acknowledgements analysis annex appendix assessment background bibliography challenges conclusion conclusions contents " +
    "context discussion endnotes findings footnotes forecast implications introduction methodology methods notes objectives options " +
    "outlook overview perspectives policy prospects purpose recommendation recommendations references results scenarios scope sources " +
    "summary executive key main political military economic"
  ).split(" "),
);

const PUBLICATION =
  /\b(?:bulletin|briefing|briefs?|report|review|journal|quarterly|monthly|weekly|newsletter|magazine|gazette|working papers?|policy papers?|strategic files?|commentary|monitor|vol\.|no\.)/i;

/** The same line on another page: its page number and capitals may differ. */
export const headerKey = (words: string): string =>
  words
    .slice(0, MAX_LENGTH + 1)
    .replace(/\d{1,9}/g, "#")
    .toLowerCase();

export const isAllCaps = (words: string): boolean =>
  words.length <= MAX_LENGTH && /\p{Lu}{2}/u.test(words) && !/\p{Ll}/u.test(words);

export const namesPublication = (words: string): boolean => PUBLICATION.test(words.slice(0, MAX_LENGTH));

const namesPart = (words: string): boolean => PARTS.has((/\p{L}+/u.exec(words)?.[0] ?? "").toLowerCase());

function isCandidate({ kind, words, marks }: SourceBlock): boolean {
  if (kind === "other" || words.length > MAX_LENGTH || !/\p{L}{2}/u.test(words)) return false;
  if (words.includes("](") || marks.some(({ mark }) => mark.type === "link")) return false;
  if (words.split(/\s+/).length > MAX_WORDS) return false;
  return !endsSentence(words) && !words.endsWith(",");
}

/** Labels such as speakers' names come closer together than pages do. */
const MIN_LABELS = 5;
const MIN_CHARACTERS_APART = 300;
const MIN_REPEATS_BY_NUMBER_ALONE = 3;
const MIN_PAGE = 600;

interface Context {
  blocks: SourceBlock[];
  /** Blocks that are no part of the flow: title, author, page numbers. */
  skipped: ReadonlySet<number>;
  title: string | null;
}

/** Indices of the running headers, each with whether it is repeated. */
export function findRunningHeaders({ blocks, skipped, title }: Context): Map<number, { isRepeated: boolean }> {
  const places = new Map<string, number[]>();
  blocks.forEach((block, index) => {
    if (skipped.has(index) || !isCandidate(block)) return;
    const key = headerKey(block.words);
    const known = places.get(key);
    if (known) known.push(index);
    else places.set(key, [index]);
  });
  const headers = new Map<number, { isRepeated: boolean }>();
  const candidates = new Set([...places.values()].flat());
  const capitals = [...places.values()].filter(([first]) => isAllCaps(blocks[first ?? -1]?.words ?? ""));
  for (const [key, indices] of places) {
    const first = blocks[indices[0] ?? -1];
    if (!first) continue;
    const isSplitting = indices.some((index) => splitsSentence(blocks, index, skipped, candidates));
    const isRepeated = indices.length > 1 || key === headerKey(title ?? "");
    const isHeader = isRepeated
      ? isSplitting || isRepeatedHeader(blocks, indices, key, title, skipped)
      : isAllCaps(first.words) && (isSplitting || isLoneHeader(blocks, indices[0] ?? 0, capitals.length));
    if (isHeader) for (const index of indices) headers.set(index, { isRepeated });
  }
  return headers;
}

function splitsSentence(
  blocks: SourceBlock[],
  index: number,
  skipped: ReadonlySet<number>,
  candidates: ReadonlySet<number>,
): boolean {
  const beside = (step: 1 | -1): SourceBlock | undefined => {
    let at = index + step;
    for (let steps = 0; steps < 3 && (skipped.has(at) || candidates.has(at)); steps += 1) at += step;
    return blocks[at];
  };
  const [before, after] = [beside(-1), beside(1)];
  if (before?.kind !== "paragraph" || after?.kind !== "paragraph") return false;
  return isBrokenBetween(before.words, after.words);
}

function isRepeatedHeader(
  blocks: SourceBlock[],
  indices: number[],
  key: string,
  title: string | null,
  skipped: ReadonlySet<number>,
): boolean {
  const words = blocks[indices[0] ?? -1]?.words ?? "";
  if (key === headerKey(title ?? "")) return true;
  if (namesPart(words)) return false;
  const [from, to] = [blocks[indices[0] ?? 0]?.start ?? 0, blocks[indices.at(-1) ?? 0]?.start ?? 0];
  const apart = (to - from) / Math.max(1, indices.length - 1);
  if (indices.length >= MIN_LABELS && apart < MIN_CHARACTERS_APART) return false;
  if (isAllCaps(words) || namesPublication(words)) return true;
  const isAtPageEdge = (index: number): boolean =>
    blocks[index]?.startsPage === true ||
    blocks[index + 1]?.startsPage === true ||
    (/^\d{1,3}$/.test(blocks[index - 1]?.words ?? "") && skipped.has(index - 1)) ||
    (/^\d{1,3}$/.test(blocks[index + 1]?.words ?? "") && skipped.has(index + 1));
  return indices.some(isAtPageEdge) || (indices.length >= MIN_REPEATS_BY_NUMBER_ALONE && apart >= MIN_PAGE);
}

/** Once, in capitals, between paragraphs: a header unless it heads a part of the text or is one heading of several. */
function isLoneHeader(blocks: SourceBlock[], index: number, linesInCapitals: number): boolean {
  const [block, before, after] = [blocks[index], blocks[index - 1], blocks[index + 1]];
  if (!block || !before || !after || namesPart(block.words)) return false;
  if (namesPublication(block.words)) return true;
  const isBetweenProse = [before, after].every(({ kind, words }) => kind === "paragraph" && words.length > MAX_LENGTH);
  return linesInCapitals === 1 && isBetweenProse && block.kind === "paragraph";
}
