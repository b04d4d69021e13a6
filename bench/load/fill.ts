/** Fills a bulletin: paragraphs as an import makes them, then small edits all over, as a year of work leaves them. */

import * as Y from "yjs";
import type { Writer } from "./writer.ts";

export interface Contents {
  paragraphs: number;
  /** Of each paragraph. */
  characters: number;
  /** Words typed at places all over the text. */
  edits: number;
}

/** How much goes into one update: a paste, and what somebody typed while offline. */
const PARAGRAPHS_AT_ONCE = 64;
const EDITS_AT_ONCE = 500;
/** Updates between two waits for the server. */
const UPDATES_AT_ONCE = 16;
const WORDS = "the ministry reports that supply of fuel oil grew by a third while prices fell in the second half".split(
  " ",
);

export async function fill(writer: Writer, { paragraphs, characters, edits }: Contents): Promise<void> {
  const steps: (() => void)[] = [];
  for (let made = 0; made < paragraphs; made += PARAGRAPHS_AT_ONCE) {
    const count = Math.min(PARAGRAPHS_AT_ONCE, paragraphs - made);
    steps.push(() => addParagraphs(writer, count, characters));
  }
  for (let made = 0; made < edits; made += EDITS_AT_ONCE) {
    const first = made;
    steps.push(() => edit(writer, first, Math.min(EDITS_AT_ONCE, edits - first)));
  }
  for (const [index, step] of steps.entries()) {
    writer.doc.transact(step);
    if (index % UPDATES_AT_ONCE === 0) await writer.flush();
  }
  await writer.flush();
}

function addParagraphs(writer: Writer, count: number, characters: number): void {
  const blocks = Array.from({ length: count }, (_, index) => {
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText(words(characters, index))]);
    return paragraph;
  });
  writer.fragment.insert(writer.fragment.length, blocks);
}

function words(characters: number, first: number): string {
  let text = "";
  for (let index = first; text.length < characters; index += 7) text += `${WORDS[index % WORDS.length]} `;
  return text.slice(0, characters);
}

/** The places are spread by the golden ratio, so that they are the same in each run and hit all of the text. */
function edit(writer: Writer, first: number, count: number): void {
  const blocks = writer.fragment.length;
  for (let index = first; index < first + count; index++) {
    const spread = (index * 0.618_033_988_75) % 1;
    const text = writer.text(Math.floor(spread * blocks));
    const at = Math.floor(((spread * blocks) % 1) * text.length);
    text.insert(at, ` ${WORDS[index % WORDS.length]}`);
  }
}
