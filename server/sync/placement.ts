/** Where the items of an update would stand, found as Yjs finds it when it takes them in. */

import * as Y from "yjs";
import { TEXT_ROOT } from "../../domain/ydoc/text-map.ts";
import type { FreshStructs } from "./fresh-structs.ts";
import { misshapen } from "./refused.ts";
import { FRAGMENT, nameOfType } from "./text-shape.ts";

/** The item that holds a type, null for the document's root; `key` for an attribute, null for a child. */
export interface Place {
  holder: Y.Item | null;
  key: string | null;
}

export interface NamedPlace extends Place {
  /** Of what the item stands in. */
  name: string;
  /** 0 in the document's root. */
  depth: number;
}

export class Placement {
  private readonly fresh: FreshStructs;
  private readonly places = new Map<Y.Item, Place | null>();
  private readonly depths = new Map<Y.Item, number>();

  constructor(fresh: FreshStructs) {
    this.fresh = fresh;
  }

  /** Null: its surroundings were collected, so Yjs throws it away. To be asked in the order of `inOrder`. */
  of(item: Y.Item): NamedPlace | null {
    const place = this.placeOf(item);
    if (!place) return null;
    const { holder, key } = place;
    if (!holder) return { holder, key, name: FRAGMENT, depth: 0 };
    const name = holder.content instanceof Y.ContentType ? nameOfType(holder.content.type) : null;
    if (name === null) throw misshapen("an unknown container");
    return { holder, key, name, depth: this.depthOf(holder) };
  }

  /** The item that holds the type in which an item stands; null for the root, and for what Yjs throws away. */
  holderOf(item: Y.Item): Y.Item | null {
    return this.placeOf(item)?.holder ?? null;
  }

  private placeOf(item: Y.Item): Place | null {
    const known = this.places.get(item);
    if (known !== undefined) return known;
    const place = this.find(item);
    this.places.set(item, place);
    return place;
  }

  private find(item: Y.Item): Place | null {
    // Typed without the name of a root and the id of an item, which a decoded item has.
    const parent: unknown = item.parent;
    if (parent instanceof Y.AbstractType) return { holder: parent._item, key: item.parentSub };
    if (typeof parent === "string") {
      if (parent !== TEXT_ROOT) throw misshapen(`a part named “${parent.slice(0, 40)}” beside the text`);
      return { holder: null, key: item.parentSub };
    }
    if (parent instanceof Y.ID) {
      const holder = this.fresh.find(parent);
      if (!(holder instanceof Y.Item) || holder.content instanceof Y.ContentDeleted) return null;
      return this.placeOf(holder) && { holder, key: item.parentSub };
    }
    return this.besideNeighbours(item);
  }

  /** An update doesn't say where an item stands that has a neighbour: in the same place, as the same attribute. */
  private besideNeighbours({ origin, rightOrigin }: Y.Item): Place | null {
    const ids = [origin, rightOrigin].filter((id) => id !== null);
    const places: (Place | null)[] = ids.map((id) => {
      const neighbour = this.fresh.find(id);
      return neighbour instanceof Y.Item ? this.placeOf(neighbour) : null;
    });
    const [left = null, right = left] = places;
    if (!left && !right) return null;
    // Yjs would throw it away here, and keep it in copies that have not collected yet.
    if (!left || !right) throw misshapen("a part that stands half in what is gone");
    if (left.holder !== right.holder || left.key !== right.key) throw misshapen("a part that stands in two places");
    return left;
  }

  private depthOf(holder: Y.Item): number {
    const known = this.depths.get(holder);
    if (known !== undefined) return known;
    const above = this.placeOf(holder)?.holder;
    const depth = above ? this.depthOf(above) + 1 : 1;
    this.depths.set(holder, depth);
    return depth;
  }
}
