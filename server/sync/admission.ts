/**
 * Reads an update before it is applied, for an applied one can't be taken back: is it whole (no gaps), does it bring
 * anything new, and does it keep to the shape of a text document?
 */

import * as Y from "yjs";
import type { RefusedCode } from "../../domain/protocol/protocol.ts";
import { Deletes } from "./deletes.ts";
import { Effort } from "./effort.ts";
import { FreshStructs, type Struct } from "./fresh-structs.ts";
import { ListOrder } from "./list-order.ts";
import { checkOutline } from "./outline.ts";
import { Placement } from "./placement.ts";
import { misshapen, Refused } from "./refused.ts";
import { DEPTH_MAX, mayCarry, mayContain, nameOfType } from "./text-shape.ts";
import { checkSize } from "./text-size.ts";

export type Admission =
  /**
   * `clients` wrote something new in it; nothing new at all: `isNews` is false. `bytes` are what is to be applied.
   * `isTidying`: it only deletes formatting, as Yjs does by itself in every copy that takes in others' changes.
   */
  | { ok: true; isNews: boolean; isTidying: boolean; clients: number[]; bytes: Uint8Array }
  | { ok: false; code: RefusedCode; text: string };

/** Throws when the bytes are no update. `now` is in milliseconds. */
export function inspectUpdate(doc: Y.Doc, update: Uint8Array, now = performance.now()): Admission {
  try {
    checkOutline(update);
    const decoded = Y.decodeUpdate(update);
    const fresh = new FreshStructs(doc, decoded.structs);
    // Yjs believes an update about what the document has already, too; so only the unknown part is taken.
    if (!fresh.overlaps) return inspect(doc, update, fresh, decoded.ds, now);
    const unknown = Y.diffUpdate(update, Y.encodeStateVector(doc));
    const { structs, ds } = Y.decodeUpdate(unknown);
    return inspect(doc, unknown, new FreshStructs(doc, structs), ds, now);
  } catch (error) {
    if (error instanceof Refused) return { ok: false, code: error.code, text: error.message };
    throw error;
  }
}

function inspect(
  doc: Y.Doc,
  bytes: Uint8Array,
  fresh: FreshStructs,
  ds: ReturnType<typeof Y.decodeUpdate>["ds"],
  now: number,
): Admission {
  const effort = new Effort(doc, bytes.length, now);
  const placement = new Placement(fresh);
  const nodes = checkItems(fresh, placement, new ListOrder(fresh, effort));
  const { clients } = fresh;
  if (clients.length > 0) checkSize(doc, { bytes: bytes.length, nodes }, now);
  for (const client of clients) chargeMerges(fresh.addedBy(client), effort);
  const deleted = new Deletes(doc, fresh, placement, effort).check(ds.clients);
  const isTidying = clients.length === 0 && deleted === "formatting";
  return { ok: true, isNews: clients.length > 0 || deleted !== "nothing", isTidying, clients, bytes };
}

/** Gives how many nodes are added. */
function checkItems(fresh: FreshStructs, placement: Placement, order: ListOrder): number {
  let nodes = 0;
  for (const struct of fresh.inOrder()) {
    if (!(struct instanceof Y.Item)) continue;
    const place = placement.of(struct);
    if (!place) continue;
    const { name, key, depth } = place;
    if (depth > DEPTH_MAX) throw misshapen(`nesting deeper than ${DEPTH_MAX} levels`);
    const { content } = struct;
    if (!(key === null ? mayContain(name, content) : mayCarry(name, key, content))) throw foreign(name, key, content);
    if (content instanceof Y.ContentType) nodes++;
    order.put(struct, place);
  }
  return nodes;
}

function foreign(name: string, key: string | null, content: Y.Item["content"]): Refused {
  if (key !== null) return misshapen(`the attribute ${key.slice(0, 40)} of ${name}`);
  const what =
    content instanceof Y.ContentType ? (nameOfType(content.type) ?? "an unknown node") : "an unknown content";
  return misshapen(`${what} in ${name}`);
}

/** Yjs makes one of neighbouring structs that go on each other; a program that sends an update has done so before. */
function chargeMerges(structs: readonly Struct[], effort: Effort): void {
  let goesOn = false;
  structs.forEach((struct, index) => {
    const before = structs[index - 1];
    const merges = before !== undefined && mayMerge(before, struct);
    // A run of them is one step for Yjs.
    if (merges && !goesOn) effort.move(2 * (structs.length - index));
    goesOn = merges;
  });
}

function mayMerge(left: Struct, right: Struct): boolean {
  if (!(left instanceof Y.Item && right instanceof Y.Item)) return left.constructor === right.constructor;
  return (
    left.content.constructor === right.content.constructor &&
    Y.compareIDs(right.origin, left.lastId) &&
    Y.compareIDs(left.rightOrigin, right.rightOrigin)
  );
}
