/**
 * Where the items of an update would come to lie among those that are there, found as Yjs finds it (Item.integrate),
 * without changing the document.
 *
 * Yjs puts an item somewhere between its two neighbours, and copies that take in the same items in another order agree on
 * the place only when both neighbours could have lain side by side. A program that writes what it sees sends nothing else;
 * one made for it can part the copies of all others. So: the right neighbour lies to the right of the left one, and what
 * it was put behind itself does not lie between the two. Undos of stock clients may name one to the left (undo-places.ts says
 * why): Yjs never meets it and goes by the left one alone, in all copies, unless it has to cut the left one for it.
 */

import * as Y from "yjs";
import type { Effort } from "./effort.ts";
import type { FreshStructs } from "./fresh-structs.ts";
import type { Place } from "./placement.ts";
import { gap, misshapen } from "./refused.ts";

/** Yjs looks each one up, and so does this. */
const STEPS_OF_A_CONFLICT = 8;

/** A run of an item's clocks; `from` and `to` count from its first. */
interface Part {
  item: Y.Item;
  from: number;
  to: number;
  /** Undefined: as in the document. */
  next: Part | null | undefined;
}

export class ListOrder {
  private readonly fresh: FreshStructs;
  private readonly effort: Effort;
  private readonly parts = new Map<Y.Item, Part[]>();
  /** By parent and, for an attribute, its key. */
  private readonly firsts = new Map<Y.Item | null, Map<string | null, Part | null>>();

  constructor(fresh: FreshStructs, effort: Effort) {
    this.fresh = fresh;
    this.effort = effort;
  }

  /** To be called in the order of `inOrder`. Refuses an item whose neighbours can't have been such. */
  put(item: Y.Item, place: Place): void {
    const left = item.origin && this.endingAt(item.origin);
    const right = item.rightOrigin && this.startingAt(item.rightOrigin);
    if (right && place.key !== null) throw misshapen("a value of an attribute before another one");
    // The right neighbour lay in the same run before it, so cutting there has shortened the left one.
    if (item.origin && !Y.compareIDs(left && lastOf(left), item.origin)) throw notNeighbours();
    const after = left ? this.nextOf(left) : this.firstOf(place);
    let where = left;
    if (after !== right) {
      if (right) this.checkOrder(item, left, right, after);
      where = this.among(item, left, right, after);
    }
    const part: Part = { item, from: 0, to: item.length, next: where ? this.nextOf(where) : this.firstOf(place) };
    this.parts.set(item, [part]);
    if (where) where.next = part;
    else this.firstsOf(place).set(place.key, part);
  }

  private checkOrder(item: Y.Item, left: Part | null, right: Part, after: Part | null): void {
    const before = originOf(right);
    // It was put behind the left neighbour, or the left neighbour before it: then they lie so.
    if (Y.compareIDs(before, item.origin)) return;
    if (left && Y.compareIDs(left.item.rightOrigin, item.rightOrigin)) return;
    if (!left) throw notNeighbours();
    for (let part = after; part !== right; part = this.nextOf(part)) {
      if (!part && isApart(right, left)) return;
      if (!part || (before && contains(part, before))) throw notNeighbours();
      this.effort.spend(1);
    }
  }

  /** The part behind which it comes among others that were put to the same place; null: the first. */
  private among(item: Y.Item, left: Part | null, right: Part | null, after: Part | null): Part | null {
    let where = left;
    const passed = new Set<Part>();
    const conflicting = new Set<Part>();
    for (let part = after; part && part !== right; part = this.nextOf(part)) {
      this.effort.spend(STEPS_OF_A_CONFLICT);
      passed.add(part);
      conflicting.add(part);
      const origin = originOf(part);
      if (Y.compareIDs(item.origin, origin)) {
        if (part.item.id.client < item.id.client) {
          where = part;
          conflicting.clear();
        } else if (Y.compareIDs(item.rightOrigin, part.item.rightOrigin)) break;
      } else {
        const behind = origin && this.containing(origin);
        if (!behind || !passed.has(behind)) break;
        if (!conflicting.has(behind)) {
          where = part;
          conflicting.clear();
        }
      }
    }
    return where;
  }

  private nextOf(part: Part): Part | null {
    if (part.next === undefined) part.next = part.item.right ? this.headOf(part.item.right) : null;
    return part.next;
  }

  private firstsOf({ holder }: Place): Map<string | null, Part | null> {
    const known = this.firsts.get(holder);
    if (known) return known;
    const made = new Map<string | null, Part | null>();
    this.firsts.set(holder, made);
    return made;
  }

  private firstOf(place: Place): Part | null {
    const firsts = this.firstsOf(place);
    const known = firsts.get(place.key);
    if (known !== undefined) return known;
    const first = this.firstStored(place);
    const part = first && this.headOf(first);
    firsts.set(place.key, part);
    return part;
  }

  private firstStored({ holder, key }: Place): Y.Item | null {
    const type = this.fresh.typeOf(holder);
    if (!type) return null;
    if (key === null) return type._start;
    let value = type._map.get(key) ?? null;
    while (value?.left) {
      this.effort.spend(1);
      value = value.left;
    }
    return value;
  }

  private partsOf(item: Y.Item): Part[] {
    const known = this.parts.get(item);
    if (known) return known;
    const made: Part[] = [{ item, from: 0, to: item.length, next: undefined }];
    this.parts.set(item, made);
    return made;
  }

  private headOf(item: Y.Item): Part {
    const [head] = this.partsOf(item);
    if (!head) throw gap();
    return head;
  }

  private containing(id: Y.ID): Part | null {
    const item = this.fresh.find(id);
    if (!(item instanceof Y.Item)) return null;
    const parts = this.partsOf(item);
    return parts[indexIn(parts, id.clock - item.id.clock)] ?? null;
  }

  private endingAt(id: Y.ID): Part {
    const part = this.containing(id);
    if (!part) throw gap();
    this.split(part, id.clock + 1 - part.item.id.clock);
    return part;
  }

  private startingAt(id: Y.ID): Part {
    const part = this.containing(id);
    if (!part) throw gap();
    const at = id.clock - part.item.id.clock;
    return at === part.from ? part : this.split(part, at);
  }

  /** Gives what comes behind. */
  private split(part: Part, at: number): Part {
    if (at === part.to) return part;
    this.effort.move(this.fresh.structsOf(part.item.id.client));
    const behind: Part = { item: part.item, from: at, to: part.to, next: part.next };
    part.to = at;
    part.next = behind;
    const parts = this.partsOf(part.item);
    parts.splice(indexIn(parts, part.from) + 1, 0, behind);
    return behind;
  }
}

const notNeighbours = (): Error => misshapen("a part between two that never were neighbours");

/** Whether no copy has to cut the left neighbour before the right one, which lies to the left of it. */
const isApart = ({ item, from }: Part, left: Part): boolean =>
  item.id.client !== left.item.id.client || (from === 0 && !followsOn(item));

/** Whether Yjs may keep it as one with what its writer wrote before. */
const followsOn = ({ id, origin }: Y.Item): boolean => Y.compareIDs(origin, Y.createID(id.client, id.clock - 1));

const lastOf = ({ item, to }: Part): Y.ID => Y.createID(item.id.client, item.id.clock + to - 1);

/** The index of the part that holds a clock. */
function indexIn(parts: readonly Part[], offset: number): number {
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const part = parts[middle];
    if (part && part.from <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

const originOf = ({ item, from }: Part): Y.ID | null =>
  from === 0 ? item.origin : Y.createID(item.id.client, item.id.clock + from - 1);

function contains({ item, from, to }: Part, { client, clock }: Y.ID): boolean {
  return item.id.client === client && clock >= item.id.clock + from && clock < item.id.clock + to;
}
