/**
 * A text with thousands of annotations, the same in each run. It is here and not with the benchmarks that use it, which have
 * a Yjs of their own for the other servers.
 */

import * as Y from "yjs";
import { type Anchor, quoteOf, rangeOf } from "../../domain/anchor/anchor.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { writeAnnotation } from "../../domain/ydoc/annotations-doc.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { readTextMap, type TextMap, textFragment } from "../../domain/ydoc/text-map.ts";

const VOCABULARY =
  "the of and to in a sanctions shipping vessel port oil export regime military cooperation artillery trade railway " +
  "border crossing satellite imagery evidence report panel experts assessed confidence likely transfer technology " +
  "missile launch training troops ministry announced delegation visit treaty partnership strategic supply covert " +
  "network company bank account theft cyber group attributed indicates suggests however although because while";
const WORDS = VOCABULARY.split(" ");
const WORDS_PER_PARAGRAPH = 80;
const LONGEST_PASSAGE = 120;

/** A whole number from 0 to below `limit` (mulberry32). */
export type Below = (limit: number) => number;

export function numbers(seed: number): Below {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

export function paragraphsOf(words: number, below: Below): string[] {
  return Array.from({ length: Math.ceil(words / WORDS_PER_PARAGRAPH) }, () =>
    Array.from({ length: WORDS_PER_PARAGRAPH }, () => WORDS[below(WORDS.length)]).join(" "),
  );
}

/** A document of these paragraphs in which people have edited so many times, a letter here and a letter there. */
export function documentOf(paragraphs: string[], edits: number, below: Below): Y.Doc {
  const doc = new Y.Doc();
  const content = paragraphs.map((text): BulletinNode => ({ type: "paragraph", content: [{ type: "text", text }] }));
  Y.applyUpdate(doc, seedUpdate({ type: "doc", content }));
  for (let done = 0; done < edits; done++) {
    const text = textOf(doc, below(paragraphs.length));
    const at = below(text.length);
    if (done % 2 === 0) text.insert(at, "x");
    else text.delete(at, 1);
  }
  return doc;
}

/** As it comes from the server. */
export function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

/** The same words as other items, as after cutting and pasting them. */
export function putBack(doc: Y.Doc, count: number): void {
  const words = Array.from({ length: count }, (_, index) => textOf(doc, index).toString());
  const fragment = textFragment(doc);
  fragment.delete(0, count);
  const paragraphs = words.map((each) => {
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText(each)]);
    return paragraph;
  });
  fragment.insert(0, paragraphs);
}

/** Of a paragraph. */
export function textOf(doc: Y.Doc, index: number): Y.XmlText {
  const block = textFragment(doc).get(index);
  const text = block instanceof Y.XmlElement ? block.get(0) : null;
  if (!(text instanceof Y.XmlText)) throw new Error(`Paragraph ${index} has no text.`);
  return text;
}

/** Passages anywhere, over one another. */
export function anchorsIn(map: TextMap, count: number, below: Below): Anchor[] {
  const anchors: Anchor[] = [];
  while (anchors.length < count) {
    const start = below(map.text.length - LONGEST_PASSAGE);
    const positions = map.positionsOf({ start, end: start + 4 + below(LONGEST_PASSAGE - 4) });
    const range = positions && rangeOf(map, positions);
    if (range) anchors.push({ ...quoteOf(map.text, range), ...positions, state: "anchored" });
  }
  return anchors;
}

export function annotationsOn(anchors: Anchor[]): Annotation[] {
  const author = { id: uuid(0), name: "Ann" };
  const at = "2026-11-01T00:00:00.000Z";
  const rest = { moves: [], tags: [], comments: [], resolved: null, deleted: null };
  return anchors.map((anchor, index) => ({ id: uuid(index + 1), kind: "highlight", author, at, anchor, ...rest }));
}

/** A document of annotations on passages of this one, as an update. */
export function annotationsUpdate(text: Y.Doc, count: number, below: Below): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const annotation of annotationsOn(anchorsIn(readTextMap(text), count, below)))
      writeAnnotation(doc, annotation);
  });
  return Y.encodeStateAsUpdate(doc);
}

const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
