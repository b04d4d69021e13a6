/**
 * What is known for good of the positions in one document: an item never leaves the text that it was written in. So once
 * a position was found, the next time takes two look-ups, and after an edit only those in its block are searched again.
 */

import * as Y from "yjs";
import { decodePosition, type Position } from "./position-code.ts";
import type { TextBlock } from "./text-block.ts";

/** A position with where it was found last. */
export interface Place extends Position {
  /** The text or element that its item belongs to; undefined: not known yet, null: gone for ever. */
  home: object | null | undefined;
  block: TextBlock | null;
  /** In that block. */
  at: number | null;
}

/** Beyond this many, positions are found anew: more than the anchors of any bulletin have. */
const KEPT_MAX = 100_000;

export class TextPlaces {
  private readonly doc: Y.Doc;
  private readonly known = new Map<string, Place | null>();

  constructor(doc: Y.Doc) {
    this.doc = doc;
  }

  /** Null when it is no position of a character. */
  of(encoded: string): Place | null {
    const known = this.known.get(encoded);
    if (known !== undefined) return known;
    const position = decodePosition(encoded);
    const place = position && {
      client: position.client,
      clock: position.clock,
      assoc: position.assoc,
      home: undefined,
      block: null,
      at: null,
    };
    if (this.known.size >= KEPT_MAX) this.known.clear();
    this.known.set(encoded, place);
    return place;
  }

  /** Null when this document has not, or no longer, what the place is in. */
  homeOf(place: Place): object | null {
    if (place.home !== undefined) return place.home;
    const item = this.itemAt(place.client, place.clock);
    if (!item) return null;
    place.home = item.home;
    return place.home;
  }

  /** What the characters of a client belong to, from a clock on, in pieces. */
  *homesOf(client: number, clock: number, length: number): Generator<{ home: object; clock: number; length: number }> {
    for (let at = clock; at < clock + length; ) {
      const item = this.itemAt(client, at);
      if (!item) return;
      const end = Math.min(item.end, clock + length);
      if (item.home) yield { home: item.home, clock: at, length: end - at };
      at = end;
    }
  }

  private itemAt(client: number, clock: number): { home: object | null; end: number } | null {
    const { store } = this.doc;
    if (clock >= Y.getState(store, client)) return null;
    const item: Y.Item | Y.GC = Y.getItem(store, Y.createID(client, clock));
    const home = item instanceof Y.Item && item.parent instanceof Y.AbstractType ? item.parent : null;
    return { home, end: item.id.clock + item.length };
  }
}
