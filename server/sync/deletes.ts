/** What the deletes of an update take away, and how long Yjs would be busy with them. */

import * as Y from "yjs";
import type { Effort } from "./effort.ts";
import type { AnyType, FreshStructs, Struct } from "./fresh-structs.ts";
import type { Placement } from "./placement.ts";
import { gap, misshapen } from "./refused.ts";

export type Deleted = "nothing" | "formatting" | "text";

interface Range {
  clock: number;
  len: number;
}

/**
 * In a text with formatting Yjs looks at the deleted parts around each deleted part (cleanupContextlessFormattingGap): the
 * square of their number, so many in one step.
 */
const LOOKED_AT_IN_A_STEP = 12;

export class Deletes {
  private readonly doc: Y.Doc;
  private readonly fresh: FreshStructs;
  private readonly placement: Placement;
  private readonly effort: Effort;
  /** How many parts are deleted in each type. */
  private readonly parts = new Map<AnyType, number>();
  /** Types that are deleted with all that they hold. */
  private readonly emptied = new Set<AnyType>();
  private deleted: Deleted = "nothing";

  constructor(doc: Y.Doc, fresh: FreshStructs, placement: Placement, effort: Effort) {
    this.doc = doc;
    this.fresh = fresh;
    this.placement = placement;
    this.effort = effort;
  }

  /** Refuses deletes of what is unknown, for they would lie in wait. To be called when all items have a place. */
  check(clients: Map<number, Range[]>): Deleted {
    for (const [client, ranges] of clients) this.checkClient(client, ranges);
    const formatted = this.noteAdded();
    for (const [type, parts] of this.parts) {
      const hasFormatting = (type instanceof Y.XmlText && type._hasFormatting) || formatted.has(type);
      if (hasFormatting) this.effort.spend(parts ** 2 / LOOKED_AT_IN_A_STEP);
    }
    return this.deleted;
  }

  /** Notes what comes deleted already; gives the types to which formatting is added. */
  private noteAdded(): Set<AnyType> {
    const formatted = new Set<AnyType>();
    for (const client of this.fresh.clients) {
      for (const struct of this.fresh.addedBy(client)) {
        if (!(struct instanceof Y.Item)) continue;
        if (struct.content instanceof Y.ContentDeleted) this.note(struct);
        const type = struct.content instanceof Y.ContentFormat ? this.typeAround(struct) : null;
        if (type) formatted.add(type);
      }
    }
    return formatted;
  }

  private checkClient(client: number, ranges: Range[]): void {
    const stored = Y.getState(this.doc.store, client);
    const known = this.doc.store.clients.get(client) ?? [];
    const added = this.fresh.addedBy(client);
    let end = 0;
    for (const { clock, len } of ranges) {
      // Yjs writes them so; and walks each, however often the same is named.
      if (clock < end) throw misshapen("deletes out of order");
      end = clock + len;
      if (end > this.fresh.stateAfter(client)) throw gap("The change deletes text that never arrived.");
      if (len === 0) continue;
      if (clock < stored) this.walk(known, Y.findIndexSS(known, clock), clock, Math.min(end, stored));
      if (end > stored) this.walk(added, firstEndingAfter(added, Math.max(clock, stored)), clock, end);
    }
  }

  private walk(structs: readonly Struct[], first: number, from: number, to: number): void {
    let deletes = false;
    let cuts = 0;
    let index = first;
    for (; index < structs.length; index++) {
      const struct = structs[index];
      if (!struct || struct.id.clock >= to) break;
      if (struct.deleted || !(struct instanceof Y.Item)) continue;
      deletes = true;
      if (struct.id.clock < from) cuts++;
      if (struct.id.clock + struct.length > to) cuts++;
      this.take(struct);
    }
    if (!deletes) return;
    // What is deleted becomes one with the deleted before and behind it.
    for (const neighbour of [structs[first - 1], structs[index]]) if (neighbour?.deleted) cuts++;
    if (cuts > 0) this.effort.move(cuts * structs.length);
  }

  private take(item: Y.Item): void {
    if (!(item.content instanceof Y.ContentFormat)) this.deleted = "text";
    else if (this.deleted === "nothing") this.deleted = "formatting";
    this.note(item);
    if (item.content instanceof Y.ContentType) this.empty(item.content.type);
  }

  private empty(type: AnyType): void {
    if (this.emptied.has(type)) return;
    this.emptied.add(type);
    for (let item = type._start; item; item = item.right) {
      this.effort.spend(1);
      if (item.deleted) continue;
      this.note(item);
      if (item.content instanceof Y.ContentType) this.empty(item.content.type);
    }
  }

  private note(item: Y.Item): void {
    const type = this.typeAround(item);
    if (type) this.parts.set(type, (this.parts.get(type) ?? 0) + 1);
  }

  private typeAround(item: Y.Item): AnyType | null {
    return item.parent instanceof Y.AbstractType ? item.parent : this.fresh.typeOf(this.placement.holderOf(item));
  }
}

function firstEndingAfter(structs: readonly Struct[], clock: number): number {
  let low = 0;
  let high = structs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const struct = structs[middle];
    if (struct && struct.id.clock + struct.length <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}
