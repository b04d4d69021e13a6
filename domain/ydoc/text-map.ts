/**
 * One pass over the text document: its plain text (the same as domain/schema/plain-text.ts gives of the editor's
 * document), and where each Yjs item lies in it. Resolving 10,000 positions so takes 10 ms; one by one, a second.
 */

import * as Y from "yjs";
import type { PassageIndex } from "../anchor/anchor.ts";
import { separatorIn, TEXT_BLOCKS } from "../schema/plain-text.ts";

/** The text document's only root. */
export const TEXT_ROOT = "default";

export const textFragment = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(TEXT_ROOT);

/** A run of one client's clocks. A deleted run lies where its characters would have stood. */
interface ItemRun {
  clock: number;
  length: number;
  offset: number;
  deleted: boolean;
  /** Of text; other items (elements, formatting) have no characters. */
  countable: boolean;
}

interface LiveRun {
  offset: number;
  length: number;
  client: number;
  clock: number;
}

export type TextMap = PassageIndex;

export function readTextMap(doc: Y.Doc): TextMap {
  const parts: string[] = [];
  const runs = new Map<number, ItemRun[]>();
  /** Live runs of text, in the order of the text. */
  const live: LiveRun[] = [];
  let length = 0;

  const append = (text: string): void => {
    parts.push(text);
    length += text.length;
  };
  const note = (item: Y.Item, countable: boolean): void => {
    const { client, clock } = item.id;
    const run = { clock, length: item.length, offset: length, deleted: item.deleted, countable };
    const known = runs.get(client);
    if (known) known.push(run);
    else runs.set(client, [run]);
    if (countable && !item.deleted) live.push({ offset: length, length: item.length, client, clock });
  };
  const walkText = (text: Y.XmlText): void => {
    for (let item = text._start; item; item = item.right) {
      const isText = item.content instanceof Y.ContentString;
      // A deleted run's kind is gone; only text and formatting stand in a text, and formatting is one clock long.
      note(item, isText || item.content instanceof Y.ContentDeleted);
      if (item.content instanceof Y.ContentString && !item.deleted) append(item.content.str);
    }
  };
  const walk = (node: Y.XmlFragment | Y.XmlElement, name: string): void => {
    const separator = TEXT_BLOCKS.has(name) ? "" : separatorIn(name);
    let isFirst = true;
    for (let item = node._start; item; item = item.right) {
      if (item.deleted) {
        note(item, false);
        continue;
      }
      const child = item.content instanceof Y.ContentType ? item.content.type : null;
      if (!isFirst) append(separator);
      isFirst = false;
      note(item, false);
      if (child instanceof Y.XmlText) walkText(child);
      else if (child instanceof Y.XmlElement && child.nodeName === "hardBreak") append("\n");
      else if (child instanceof Y.XmlElement) walk(child, child.nodeName);
    }
  };
  walk(textFragment(doc), "doc");
  for (const known of runs.values()) known.sort((a, b) => a.clock - b.clock);
  const text = parts.join("");

  const offsetOf = (encoded: string): number | null => {
    const position = decodePosition(encoded);
    if (!position?.item) return null;
    const run = findRun(runs.get(position.item.client), position.item.clock);
    if (!run) return null;
    if (run.deleted || !run.countable) return run.offset;
    const within = position.item.clock - run.clock;
    return run.offset + within + (position.assoc < 0 ? 1 : 0);
  };

  return {
    text,
    offsetOf,
    positionsOf(range) {
      const next = live[firstEndingAfter(live, range.start)];
      const past = firstEndingAfter(live, range.end - 1);
      const previous = live[past] && live[past].offset < range.end ? live[past] : live[past - 1];
      if (!next || !previous) return null;
      const start = Math.max(range.start, next.offset);
      const end = Math.min(range.end, previous.offset + previous.length);
      if (end <= start) return null;
      return { start: encodePosition(idIn(next, start), 0), end: encodePosition(idIn(previous, end - 1), -1) };
    },
  };
}

function findRun(runs: ItemRun[] | undefined, clock: number): ItemRun | null {
  if (!runs) return null;
  let low = 0;
  let high = runs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const run = runs[middle];
    if (!run) return null;
    if (clock < run.clock) high = middle - 1;
    else if (clock >= run.clock + run.length) low = middle + 1;
    else return run;
  }
  return null;
}

/** The index of the first run that ends behind an offset; between blocks no character stands. */
function firstEndingAfter(live: readonly LiveRun[], offset: number): number {
  let low = 0;
  let high = live.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const run = live[middle];
    if (run && run.offset + run.length <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const idIn = (run: LiveRun, offset: number): { client: number; clock: number } => ({
  client: run.client,
  clock: run.clock + offset - run.offset,
});

function encodePosition(item: { client: number; clock: number }, assoc: 0 | -1): string {
  const position = Y.createRelativePositionFromJSON({ item, assoc });
  return toBase64(Y.encodeRelativePosition(position));
}

/** Null when it is no encoded position. */
export function decodePosition(encoded: string): Y.RelativePosition | null {
  try {
    return Y.decodeRelativePosition(fromBase64(encoded));
  } catch {
    return null;
  }
}

// Both sides have btoa and atob; Buffer would have to be shipped to the browser.
const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
