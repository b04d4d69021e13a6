/**
 * A new edition of the sample bulletin with 30 % of its paragraphs changed, each in a way of its own, and the fate of a
 * passage on every sentence and on some words: known from how the edition is made, not from any code under test.
 */

import { readFileSync } from "node:fs";
import type { Fate } from "../../domain/edition/edition-report.ts";
import { SAMPLE_BULLETIN_PATH } from "../../server/importing/sample-bulletin.ts";

export interface KnownPassage {
  /** In the plain text before, in UTF-16 code units. */
  start: number;
  words: string;
  fate: Fate;
  /** Where it stands after, and its words then; null for what has to be detached or may only be guessed at. */
  after: { start: number; words: string } | null;
}

export interface KnownEdition {
  /** Source texts, with title and author, to be imported with repairs. */
  before: string;
  after: string;
  plainBefore: string;
  plainAfter: string;
  passages: KnownPassage[];
  /** How many of the paragraphs before are changed. */
  changed: number;
  paragraphs: number;
}

interface Block {
  source: string;
  /** The paragraphs before that it is made of. */
  of: number[];
}

const LONG_TWIN =
  "Paperwork, in other words, took longer than the repair, and no government has so far proposed to change the order of things.";

/** As the importer reads links and italics. */
const plain = (source: string): string => source.replace(/\[([^\]]+)\]\([^)]+\)/g, "$1").replace(/\*([^*]+)\*/g, "$1");

const sentencesOf = (source: string): string[] => source.split(/(?<=[.?!]) (?=[A-Z[])/);

/** The sample in paragraphs of two sentences, one of which has a twin far away. */
function paragraphsBefore(): { head: string; paragraphs: string[] } {
  const [title = "", author = "", ...rest] = readFileSync(SAMPLE_BULLETIN_PATH, "utf8")
    .replace("incidents were\n\nrecorded", "incidents were recorded")
    .replace("BALTIC POLICY NOTES\n\n", "")
    .trim()
    .split(/\n\s*\n/);
  const paragraphs = rest.flatMap((paragraph) => {
    const sentences = sentencesOf(paragraph);
    const pairs: string[] = [];
    for (let at = 0; at < sentences.length; at += 2) pairs.push(sentences.slice(at, at + 2).join(" "));
    return pairs;
  });
  paragraphs[31] += ` ${LONG_TWIN}`;
  return { head: `${title}\n\n${author}\n\n`, paragraphs };
}

const REWORDED: [paragraph: number, from: string, to: string][] = [
  [2, "some 60 data", "about 70 data"],
  [5, "named no culprit and said", "blamed nobody and said"],
  [
    20,
    "What patrols can do is to shorten the time between a fault and the boarding of a suspect vessel.",
    "Crews now go aboard sooner, as the scheme always meant them to.",
  ],
  [25, "A fund of 540 million euros", "A fund of 610 million euros"],
  [12, ` ${LONG_TWIN}`, ""],
];

/** The fates of sentences that are not `exact`, by their beginning. */
const FATES: [begins: string, fate: Fate, after?: [from: string, to: string]][] = [
  ["The Baltic carries some 60", "changed", ["some 60 data", "about 70 data"]],
  ["The joint inquiry", "changed", ["named no culprit and said", "blamed nobody and said"]],
  ["The vessel in the second case", "moved"],
  ["Its owner is a company", "moved"],
  // The larger part of a paragraph that was split stays.
  ["One of them was under contract", "moved"],
  ["That forecast is optimistic", "moved"],
  ["Response of the Coastal States", "detached"],
  ["Governments have so far answered", "detached"],
  ["What patrols can do", "detached"],
  ["A fund of 540 million", "changed", ["540 million", "610 million"]],
];

/** Passages shorter and longer than a sentence. */
const WORDS: [words: string, fate: Fate, after?: string][] = [
  ["60 data and power cables on a seabed", "changed", "70 data and power cables on a seabed"],
  ["some 60", "uncertain"],
  ["shallow, crowded and well mapped. Anchors", "exact"],
  ["probably failed because of age: it was laid in 1994", "exact"],
  ["cable failed. Its operator asked", "moved", "cable failed.\n\nIts operator asked"],
  ["a bulk carrier that sailed under a flag of convenience", "moved"],
  ["a fault and the boarding of a suspect", "detached"],
  ["lapse.\n\nConclusions", "exact"],
  ["540 million euros is open for cable ships", "changed", "610 million euros is open for cable ships"],
  [
    "expects stocks to recover within two years.\n\nThat forecast is optimistic",
    "moved",
    "expects stocks to recover within two years. That forecast is optimistic",
  ],
];

export function newEdition(): KnownEdition {
  const { head, paragraphs } = paragraphsBefore();
  const blocks = blocksAfter(paragraphs);
  const plainBefore = paragraphs.map(plain).join("\n\n");
  const plainAfter = blocks.map(({ source }) => plain(source)).join("\n\n");
  const touched = new Set([...REWORDED.map(([index]) => index), 7, 11, 14, 15, 18]);

  const passages = paragraphs.flatMap((paragraph, index) => {
    const offset = plainBefore.indexOf(plain(paragraph));
    return sentencesOf(paragraph).map((sentence): KnownPassage => {
      const words = plain(sentence);
      const start = plainBefore.indexOf(words, offset);
      if (index === 12 && words === LONG_TWIN) return { start, words, fate: "uncertain", after: null };
      const [, fate = "exact", change] = FATES.find(([begins]) => words.startsWith(begins)) ?? [];
      if (fate === "detached") return { start, words, fate, after: null };
      const wordsAfter = change ? words.replace(...change) : words;
      return { start, words, fate, after: { start: placeAfter(blocks, index, wordsAfter), words: wordsAfter } };
    });
  });
  const shorter = WORDS.map(([words, fate, wordsAfter = words]): KnownPassage => {
    const isLost = fate === "detached" || fate === "uncertain";
    const after = isLost ? null : { start: onlyPlace(plainAfter, wordsAfter), words: wordsAfter };
    return { start: onlyPlace(plainBefore, words), words, fate, after };
  });
  return {
    before: head + paragraphs.join("\n\n"),
    after: head + blocks.map(({ source }) => source).join("\n\n"),
    plainBefore,
    plainAfter,
    passages: [...passages, ...shorter],
    changed: touched.size,
    paragraphs: paragraphs.length,
  };
}

function blocksAfter(paragraphs: readonly string[]): Block[] {
  const blocks = paragraphs.map((source, index): Block => ({ source, of: [index] }));
  for (const [index, from, to] of REWORDED) {
    const block = blocks[index];
    if (!block?.source.includes(from)) throw new Error(`“${from}” is not in paragraph ${index}.`);
    block.source = block.source.replace(from, to);
  }
  const at = (index: number): number => blocks.findIndex(({ of }) => of.includes(index));
  const source = (index: number): string => blocks[at(index)]?.source ?? "";
  // Split, joined, deleted, moved, inserted.
  const [first = "", second = ""] = sentencesOf(source(11));
  blocks.splice(at(11), 1, { source: first, of: [11] }, { source: second, of: [11] });
  blocks.splice(at(14), 2, { source: `${source(14)} ${source(15)}`, of: [14, 15] });
  blocks.splice(at(18), 1);
  const [moved] = blocks.splice(at(7), 1);
  if (moved) blocks.splice(at(29) + 1, 0, moved);
  blocks.splice(at(3) + 1, 0, {
    source:
      "A second survey of the same seabed, made in the autumn, counted nine further places where a chain had scraped the rock.",
    of: [],
  });
  return blocks;
}

function placeAfter(blocks: readonly Block[], paragraph: number, words: string): number {
  let offset = 0;
  for (const { source, of } of blocks) {
    const at = of.includes(paragraph) ? plain(source).indexOf(words) : -1;
    if (at >= 0) return offset + at;
    offset += plain(source).length + 2;
  }
  throw new Error(`“${words}” is not where it was expected.`);
}

function onlyPlace(text: string, words: string): number {
  const at = text.indexOf(words);
  if (at < 0 || text.indexOf(words, at + 1) >= 0) throw new Error(`“${words}” does not stand there once.`);
  return at;
}
