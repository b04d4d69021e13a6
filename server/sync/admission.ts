/**
 * Reads an update before it is applied, for an applied one can't be taken back: is it whole (no gaps), does it bring
 * anything new, and does it keep to the shape of a text document?
 */

import * as Y from "yjs";
import type { RefusedCode } from "../../domain/protocol/protocol.ts";
import { SEED_CLIENT } from "../../domain/ydoc/text-doc.ts";
import { TEXT_ROOT } from "../../domain/ydoc/text-map.ts";
import { DEPTH_MAX, FRAGMENT, mayCarry, mayContain, nameOfType } from "./text-shape.ts";

export type Admission =
  /** `clients` wrote something new in it; nothing new at all: `isNews` is false. */
  | { ok: true; isNews: boolean; clients: number[] }
  | { ok: false; code: RefusedCode; text: string };

type Struct = Y.Item | Y.GC | Y.Skip;

class Refused extends Error {
  readonly code: RefusedCode;
  constructor(code: RefusedCode, text: string) {
    super(text);
    this.code = code;
  }
}

const misshapen = (what: string): Refused =>
  new Refused("invalid-structure", `The change holds something that a bulletin's text can't: ${what}.`);

/** Throws what lib0 throws when the bytes are no update. */
export function inspectUpdate(doc: Y.Doc, update: Uint8Array): Admission {
  const { structs, ds } = Y.decodeUpdate(update);
  try {
    const reader = new UpdateReader(doc, structs);
    reader.check();
    const deletes = checkDeletes(doc, reader, ds.clients);
    return { ok: true, isNews: reader.clients.size > 0 || deletes, clients: [...reader.clients] };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, code: error.code, text: error.message };
    throw error;
  }
}

/** Whether a delete set deletes anything that stands. Refuses deletes of what is unknown: they would lie in wait. */
function checkDeletes(
  doc: Y.Doc,
  reader: UpdateReader,
  clients: Map<number, { clock: number; len: number }[]>,
): boolean {
  let isNews = false;
  for (const [client, ranges] of clients) {
    for (const { clock, len } of ranges) {
      if (clock + len > reader.stateAfter(client)) throw new Refused("gap", "The change deletes text that never arrived.");
      isNews ||= reader.clients.has(client) || !isDeleted(doc, client, clock, len);
    }
  }
  return isNews;
}

function isDeleted(doc: Y.Doc, client: number, clock: number, length: number): boolean {
  const structs = doc.store.clients.get(client);
  if (!structs) return false;
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
    const struct = structs[index];
    if (!struct || struct.id.clock >= clock + length) break;
    if (!struct.deleted) return false;
  }
  return true;
}

class UpdateReader {
  /** Clients with new structs. */
  readonly clients = new Set<number>();
  private readonly doc: Y.Doc;
  private readonly fresh: Struct[] = [];
  /** New structs by client, in the order of clocks. */
  private readonly byClient = new Map<number, Struct[]>();
  private readonly parents = new Map<Y.Item, string>();
  private readonly depths = new Map<string, number>();

  constructor(doc: Y.Doc, structs: Struct[]) {
    this.doc = doc;
    for (const struct of structs) this.take(struct);
  }

  private take(struct: Struct): void {
    const { client, clock } = struct.id;
    const known = this.stateAfter(client);
    if (clock > known || struct instanceof Y.Skip) {
      throw new Refused("gap", "The change builds on another one that never arrived.");
    }
    if (clock + struct.length <= known) return;
    if (client === SEED_CLIENT) throw new Refused("client-id-taken", "The change uses an id that belongs to the server.");
    this.clients.add(client);
    this.fresh.push(struct);
    const list = this.byClient.get(client);
    if (list) list.push(struct);
    else this.byClient.set(client, [struct]);
  }

  /** The clock after which nothing of this client is known, with the update applied. */
  stateAfter(client: number): number {
    const last = this.byClient.get(client)?.at(-1);
    return last ? last.id.clock + last.length : Y.getState(this.doc.store, client);
  }

  check(): void {
    for (const struct of this.fresh) {
      if (!(struct instanceof Y.Item)) continue;
      for (const id of [struct.origin, struct.rightOrigin, struct.parent instanceof Y.ID ? struct.parent : null]) {
        if (!id) continue;
        const known = id.client === struct.id.client ? struct.id.clock : this.stateAfter(id.client);
        if (id.clock >= known) throw new Refused("gap", "The change builds on another one that never arrived.");
      }
      this.checkItem(struct);
    }
  }

  private checkItem(item: Y.Item): void {
    const { name, depth } = this.parentOf(item);
    // A collected parent: its children are collected too, wherever they say they stand.
    if (name === null) return;
    if (depth > DEPTH_MAX) throw misshapen(`nesting deeper than ${DEPTH_MAX} levels`);
    const fits = item.parentSub === null ? mayContain(name, item.content) : mayCarry(name, item.parentSub, item.content);
    if (fits) return;
    const what = item.content instanceof Y.ContentType ? (nameOfType(item.content.type) ?? "an unknown node") : "an unknown content";
    throw misshapen(item.parentSub === null ? `${what} in ${name}` : `the attribute ${item.parentSub} of ${name}`);
  }

  /** The name of the type that an item stands in, and how deep that lies; name null when it was collected. */
  private parentOf(item: Y.Item): { name: string | null; depth: number } {
    const key = this.parentKey(item);
    if (key === null) return { name: null, depth: 0 };
    if (key === FRAGMENT) return { name: FRAGMENT, depth: 0 };
    const holder = this.struct(key);
    if (!(holder instanceof Y.Item)) return { name: null, depth: 0 };
    if (holder.content instanceof Y.ContentDeleted) return { name: null, depth: 0 };
    const name = holder.content instanceof Y.ContentType ? nameOfType(holder.content.type) : null;
    if (name === null) throw misshapen("an unknown container");
    return { name, depth: this.depthOf(holder) };
  }

  private depthOf(holder: Y.Item): number {
    let depth = 1;
    let item: Struct | null = holder;
    const path: string[] = [];
    while (item instanceof Y.Item && depth <= DEPTH_MAX) {
      const id = idKey(item.id);
      const known = this.depths.get(id);
      if (known !== undefined) {
        depth += known - 1;
        break;
      }
      path.push(id);
      const parent: string | null = this.parentKey(item);
      if (parent === null || parent === FRAGMENT) break;
      item = this.struct(parent);
      depth++;
    }
    path.forEach((id, index) => {
      this.depths.set(id, depth - index);
    });
    return depth;
  }

  /** `client:clock` of the item that holds an item's parent, FRAGMENT for the root, null when it was collected. */
  private parentKey(item: Y.Item): string | null {
    const seen: Y.Item[] = [];
    let current: Struct | null = item;
    let key: string | null = null;
    // An item whose neighbour is known takes that one's parent; the neighbours of a long run lead on to theirs.
    while (current instanceof Y.Item) {
      const known = this.parents.get(current);
      if (known !== undefined) {
        key = known;
        break;
      }
      // Two clients' items that name each other: neither can ever be placed.
      if (seen.length > this.fresh.length) throw new Refused("gap", "The change builds on itself.");
      seen.push(current);
      const direct = this.directParent(current);
      if (direct !== undefined) {
        key = direct;
        break;
      }
      const neighbour: Y.ID | null = current.origin ?? current.rightOrigin;
      current = neighbour ? this.struct(idKey(neighbour)) : null;
    }
    if (key !== null) for (const each of seen) this.parents.set(each, key);
    return key;
  }

  /** Undefined: the item says nothing of its parent and takes its neighbour's. */
  private directParent(item: Y.Item): string | undefined {
    // Typed without the name of a root, which a decoded item has.
    const parent: unknown = item.parent;
    if (typeof parent === "string") {
      if (parent !== TEXT_ROOT) throw misshapen(`a part named “${parent.slice(0, 40)}” beside the text`);
      return FRAGMENT;
    }
    if (parent instanceof Y.ID) return idKey(parent);
    // Integrated items hold the parent itself.
    if (parent instanceof Y.AbstractType) return parent._item ? idKey(parent._item.id) : FRAGMENT;
    return undefined;
  }

  private struct(key: string): Struct | null {
    const [client = 0, clock = 0] = key.split(":").map(Number);
    const list = this.byClient.get(client) ?? [];
    const [firstFresh] = list;
    const structs = firstFresh && clock >= firstFresh.id.clock ? list : (this.doc.store.clients.get(client) ?? []);
    const index = findStruct(structs, clock);
    return index === null ? null : (structs[index] ?? null);
  }
}

const idKey = (id: Y.ID): string => `${id.client}:${id.clock}`;

function findStruct(structs: readonly Struct[], clock: number): number | null {
  let low = 0;
  let high = structs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const struct = structs[middle];
    if (!struct) return null;
    if (clock < struct.id.clock) high = middle - 1;
    else if (clock >= struct.id.clock + struct.length) low = middle + 1;
    else return middle;
  }
  return null;
}
