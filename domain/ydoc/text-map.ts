/**
 * The text document's plain text (the same as domain/schema/plain-text.ts gives of the editor's document), and where each
 * Yjs item lies in it. One by one, resolving 10,000 positions would take a second.
 */

import * as Y from "yjs";
import type { HeldPositions, Kept, Passage, PassageIndex, TextRange } from "../anchor/anchor.ts";
import { separatorIn, TEXT_BLOCKS } from "../schema/plain-text.ts";
import { type CharacterRun, decodeRuns, encodeRuns, runsOfEnds } from "./character-runs.ts";
import { encodePosition } from "./position-code.ts";
import { firstIndex, type Run, RunIndex, TextBlock } from "./text-block.ts";
import { TextPlaces } from "./text-places.ts";

/** The text document's only root. */
export const TEXT_ROOT = "default";

export const textFragment = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(TEXT_ROOT);

export interface PlacedBlock {
  block: TextBlock;
  /** In the whole text. */
  offset: number;
}

/** The text as it was when it was read, also when the document has changed since. */
export interface TextMap extends PassageIndex {
  /** In the order of the text; between them stand breaks. */
  readonly blocks: readonly PlacedBlock[];
}

/** Reads the whole document. Who reads again after each change follows it with a {@link TextReader}. */
export const readTextMap = (doc: Y.Doc): TextMap => read(doc, (text) => new TextBlock(text), new TextPlaces(doc));

/** Reads a document again and again, and of it only what has changed. Not to be asked within a transaction. */
export class TextReader {
  private readonly doc: Y.Doc;
  private readonly places: TextPlaces;
  private blocks = new WeakMap<Y.XmlText, TextBlock>();
  private newest: TextMap | null = null;

  constructor(doc: Y.Doc) {
    this.doc = doc;
    this.places = new TextPlaces(doc);
    // Before observers: what one of them reads is new already.
    doc.on("beforeObserverCalls", this.forget);
  }

  /** The same object while the document is the same. */
  read(): TextMap {
    this.newest ??= read(this.doc, (text) => this.blockOf(text), this.places);
    return this.newest;
  }

  close(): void {
    this.doc.off("beforeObserverCalls", this.forget);
  }

  private blockOf(text: Y.XmlText): TextBlock {
    const known = this.blocks.get(text);
    if (known) return known;
    const block = new TextBlock(text);
    this.blocks.set(text, block);
    return block;
  }

  private readonly forget = ({ changed }: Y.Transaction): void => {
    for (const type of changed.keys()) if (type instanceof Y.XmlText) this.blocks.delete(type);
    if (changed.size > 0) this.newest = null;
  };
}

function read(doc: Y.Doc, blockOf: (text: Y.XmlText) => TextBlock, places: TextPlaces): TextMap {
  const parts: string[] = [];
  const blocks: PlacedBlock[] = [];
  /** Of elements: they have no characters. */
  const frame: Run[] = [];
  let length = 0;

  const append = (text: string): void => {
    parts.push(text);
    length += text.length;
  };
  const note = ({ id: { client, clock }, length: clocks }: Y.Item): void => {
    frame.push({ client, clock, length: clocks, offset: length, isLive: false });
  };
  const walk = (node: Y.XmlFragment | Y.XmlElement, name: string): void => {
    const separator = TEXT_BLOCKS.has(name) ? "" : separatorIn(name);
    let isFirst = true;
    for (let item = node._start; item; item = item.right) {
      if (item.deleted) {
        note(item);
        continue;
      }
      const child = item.content instanceof Y.ContentType ? item.content.type : null;
      if (!isFirst) append(separator);
      isFirst = false;
      note(item);
      if (child instanceof Y.XmlText) {
        const block = blockOf(child);
        blocks.push({ block, offset: length });
        append(block.text);
      } else if (child instanceof Y.XmlElement && child.nodeName === "hardBreak") append("\n");
      else if (child instanceof Y.XmlElement) walk(child, child.nodeName);
    }
  };
  walk(textFragment(doc), "doc");
  return new ReadMap(parts.join(""), blocks, new RunIndex(frame), places);
}

class ReadMap implements TextMap {
  readonly text: string;
  readonly blocks: readonly PlacedBlock[];
  private readonly frame: RunIndex;
  private readonly places: TextPlaces;
  private readonly homes = new Map<unknown, PlacedBlock>();

  constructor(text: string, blocks: readonly PlacedBlock[], frame: RunIndex, places: TextPlaces) {
    this.text = text;
    this.blocks = blocks;
    this.frame = frame;
    this.places = places;
    for (const placed of blocks) this.homes.set(placed.block.home, placed);
  }

  offsetOf(encoded: string): number | null {
    const place = this.places.of(encoded);
    const home = place && this.places.homeOf(place);
    if (!place || !home) return null;
    const placed = this.homes.get(home);
    if (!placed) return home instanceof Y.XmlText ? null : this.frame.offsetOf(place);
    if (place.block !== placed.block) {
      place.block = placed.block;
      place.at = placed.block.offsetOf(place);
    }
    return place.at === null ? null : placed.offset + place.at;
  }

  positionsOf({ start, end }: TextRange): HeldPositions | null {
    if (end <= start) return null;
    const { blocks } = this;
    let first = firstIndex(blocks.length, (index) => endOf(blocks[index]) > start);
    let last = firstIndex(blocks.length, (index) => (blocks[index]?.offset ?? 0) >= end) - 1;
    for (; first <= last; first++) {
      const placed = blocks[first];
      const from = placed?.block.first(within(placed, { start, end }));
      if (!from) continue;
      for (; last >= first; last--) {
        const placed = blocks[last];
        const to = placed?.block.last(within(placed, { start, end }));
        if (!to) continue;
        const runs = encodeRuns(charactersIn(blocks.slice(first, last + 1), { start, end }));
        return { start: encodePosition(from), end: encodePosition(to), ...(runs && { runs }) };
      }
    }
    return null;
  }

  keptOf({ quote, start, end, runs }: Passage): Kept[] {
    const known = (runs === undefined ? null : decodeRuns(runs)) ?? runsOfEnds(start, end, quote.length);
    const kept: Kept[] = [];
    for (const run of known) {
      for (const { home, clock, length } of this.places.homesOf(run.client, run.clock, run.length)) {
        const placed = this.homes.get(home);
        if (!placed || !(home instanceof Y.XmlText)) continue;
        for (const live of placed.block.liveOf(run.client, clock, length)) {
          const before = run.at + live.clock - run.clock;
          kept.push({ before, now: placed.offset + live.offset, length: live.length });
        }
      }
    }
    return kept;
  }
}

/** In the order of the text, counted from the first of them. */
function charactersIn(blocks: readonly PlacedBlock[], range: TextRange): CharacterRun[] {
  const runs: CharacterRun[] = [];
  let from: number | null = null;
  for (const placed of blocks) {
    for (const { client, clock, length, offset } of placed.block.runsIn(within(placed, range))) {
      from ??= placed.offset + offset;
      const at = placed.offset + offset - from;
      const last = runs.at(-1);
      const isNext = last?.client === client && last.clock + last.length === clock && last.at + last.length === at;
      if (isNext) last.length += length;
      else runs.push({ client, clock, length, at });
    }
  }
  return runs;
}

const endOf = (placed: PlacedBlock | undefined): number => (placed ? placed.offset + placed.block.text.length : 0);

const within = ({ offset }: PlacedBlock, { start, end }: TextRange): TextRange => ({
  start: start - offset,
  end: end - offset,
});
