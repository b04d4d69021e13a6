/** A bulletin that a whole ministry has annotated: its words, and thousands of annotations that overlap. */

import { createHash } from "node:crypto";
import * as Y from "yjs";
import { type Anchor, quoteOf, type TextRange } from "../../domain/anchor/anchor.ts";
import {
  ANNOTATION_KINDS,
  type Annotation,
  type AnnotationKind,
  type Comment,
  type Signature,
} from "../../domain/annotation/annotation.ts";
import type { AnnotationCommand } from "../../domain/annotation/command.ts";
import { writeAnnotation } from "../../domain/ydoc/annotations-doc.ts";
import { readTextMap, type TextMap } from "../../domain/ydoc/text-map.ts";

const SYLLABLES = "ba ce di fo gu ha ke li mo nu pa re si to vu wa xe zi lo mu".split(" ");
const WORDS_A_PARAGRAPH = 50;
const AUTHORS: Signature[] = Array.from({ length: 12 }, (_, index) => ({
  id: uuid(`author ${index}`),
  name: `Annotator ${index + 1}`,
}));

/** Spreads evenly, and the same in each run. */
const spread = (index: number, step: number): number => (index * step) % 1;
const PLACES = 0.618_033_988_75;
const LENGTHS = 0.414_213_562_37;
const STATES = 0.732_050_807_57;

export function paragraphsOf(words: number): string[] {
  const paragraphs: string[] = [];
  for (let first = 0; first < words; first += WORDS_A_PARAGRAPH) {
    const count = Math.min(WORDS_A_PARAGRAPH, words - first);
    const all = Array.from({ length: count }, (_, index) => word(first + index));
    paragraphs.push(`${all.join(" ")}.`);
  }
  return paragraphs;
}

/** Two to four syllables; few words are alike. */
function word(index: number): string {
  const seed = Math.floor(spread(index + 1, PLACES) * SYLLABLES.length ** 4);
  const count = 2 + (index % 3);
  return Array.from(
    { length: count },
    (_, at) => SYLLABLES[Math.floor(seed / SYLLABLES.length ** at) % SYLLABLES.length],
  ).join("");
}

/**
 * The update of an annotations document. Most passages have up to a dozen words, a tenth of them some sentences, every
 * hundredth a page; one in twenty is resolved, one in fifty detached, and every hundredth is on the whole bulletin.
 */
export function crowdUpdate(text: Y.Doc, count: number): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => {
    crowdPassages(text, count).forEach((passage, index) => {
      writeAnnotation(doc, annotation(index, { ...passage, state: "anchored" }));
    });
  });
  return Y.encodeStateAsUpdate(doc);
}

/** Commands that annotate so many passages all over the text, and one word in the middle by itself so many times. */
export function crowdCommands(text: Y.Doc, count: number, onWord: { index: number; times: number }): Create[] {
  const words = wordsOf(readTextMap(text).text);
  const word = words[onWord.index];
  if (!word) throw new Error("The text has no such word.");
  const passages = [
    ...crowdPassages(text, count),
    ...Array.from({ length: onWord.times }, () => passageOf(readTextMap(text), word)),
  ];
  return passages.map((anchor, index) => ({
    name: "create-annotation",
    annotation: uuid(`annotation ${index}`),
    kind: kindOf(index),
    anchor,
    comment: { id: uuid(`comment ${index}`), text: `Remark ${index}.` },
    tags: [],
  }));
}

type Passage = Omit<Anchor, "state">;
type Create = Extract<AnnotationCommand, { name: "create-annotation" }>;

function crowdPassages(text: Y.Doc, count: number): Passage[] {
  const map = readTextMap(text);
  const words = wordsOf(map.text);
  return Array.from({ length: count }, (_, index) => {
    const first = Math.floor(spread(index, PLACES) * words.length);
    const last = Math.min(words.length - 1, first + lengthOf(index) - 1);
    return passageOf(map, { start: words[first]?.start ?? 0, end: words[last]?.end ?? 0 });
  });
}

const wordsOf = (text: string): TextRange[] =>
  [...text.matchAll(/\w+/g)].map((match) => ({ start: match.index, end: match.index + match[0].length }));

function passageOf(map: TextMap, range: TextRange): Passage {
  const positions = map.positionsOf(range);
  if (!positions) throw new Error("A passage without a character.");
  return { ...quoteOf(map.text, range), ...positions };
}

const kindOf = (index: number): AnnotationKind => ANNOTATION_KINDS[index % ANNOTATION_KINDS.length] ?? "comment";

function lengthOf(index: number): number {
  const share = spread(index, LENGTHS);
  if (share < 0.01) return 300;
  return share < 0.1 ? 25 + (index % 50) : 1 + (index % 12);
}

function annotation(index: number, anchor: Anchor): Annotation {
  const state = spread(index, STATES);
  const author = AUTHORS[index % AUTHORS.length] ?? { id: uuid("nobody"), name: "Nobody" };
  const at = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString();
  const isDetached = state >= 0.05 && state < 0.07;
  const lost: Anchor = { ...anchor, start: null, end: null, quote: `${anchor.quote} that is gone`, state: "detached" };
  return {
    id: uuid(`annotation ${index}`),
    kind: kindOf(index),
    author,
    at,
    anchor: state >= 0.07 && state < 0.08 ? null : isDetached ? lost : anchor,
    tags: [],
    comments: Array.from({ length: index % 4 }, (_, nth) => comment(index, nth, at)),
    resolved: state < 0.05 ? { by: author, at, reason: null } : null,
    moves: [],
    deleted: null,
  };
}

function comment(index: number, nth: number, at: string): Comment {
  const author = AUTHORS[(index + nth) % AUTHORS.length] ?? { id: uuid("nobody"), name: "Nobody" };
  const text = `Remark ${nth + 1} on passage ${index}: ${word(index)} ${word(index + 7)} ${word(index + 13)}.`;
  return { id: uuid(`comment ${index} ${nth}`), author, at, text, editedAt: null, deletedAt: null };
}

/** The same in each run. */
function uuid(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
