/**
 * Reads an update before it is applied, for an applied one can't be taken back: is it whole (no gaps), does it bring
 * anything new, and does it keep to the shape of a text document?
 */

import * as decoding from "lib0/decoding";
import * as Y from "yjs";
import type { RefusedCode } from "../../domain/protocol/protocol.ts";
import { FreshStructs, type Struct } from "./fresh-structs.ts";
import { Placement } from "./placement.ts";
import { misshapen, Refused } from "./refused.ts";
import { DEPTH_MAX, mayCarry, mayContain, nameOfType } from "./text-shape.ts";

export type Admission =
  /**
   * `clients` wrote something new in it; nothing new at all: `isNews` is false. `bytes` are what is to be applied.
   * `isTidying`: it only deletes formatting, as Yjs does by itself in every copy that takes in others' changes.
   */
  | { ok: true; isNews: boolean; isTidying: boolean; clients: number[]; bytes: Uint8Array }
  | { ok: false; code: RefusedCode; text: string };

/** Throws when the bytes are no update. */
export function inspectUpdate(doc: Y.Doc, update: Uint8Array, isTrimmed = false): Admission {
  const { structs, ds } = Y.decodeUpdate(update);
  checkHeader(update, structs);
  try {
    const fresh = new FreshStructs(doc, structs);
    // Yjs believes an update about what the document has already, too; so only the unknown part is taken.
    if (fresh.overlaps && !isTrimmed) return inspectUpdate(doc, Y.diffUpdate(update, Y.encodeStateVector(doc)), true);
    checkShape(fresh);
    const deletes = checkDeletes(doc, fresh, ds.clients);
    const { clients } = fresh;
    const isTidying = clients.length === 0 && deletes === "formatting";
    return { ok: true, isNews: clients.length > 0 || deletes !== "nothing", isTidying, clients, bytes: update };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, code: error.code, text: error.message };
    throw error;
  }
}

/** Of two parts by one client, Yjs takes the last and loses the first; reading for inspection shows both. */
function checkHeader(update: Uint8Array, structs: readonly Struct[]): void {
  const parts = decoding.readVarUint(decoding.createDecoder(update));
  if (parts !== new Set(structs.map((struct) => struct.id.client)).size) {
    throw new Error("An update names each client once.");
  }
}

function checkShape(fresh: FreshStructs): void {
  const placement = new Placement(fresh);
  for (const struct of fresh.inOrder()) {
    if (!(struct instanceof Y.Item)) continue;
    const place = placement.of(struct);
    if (!place) continue;
    const { name, key, depth } = place;
    if (depth > DEPTH_MAX) throw misshapen(`nesting deeper than ${DEPTH_MAX} levels`);
    const { content } = struct;
    if (key === null ? mayContain(name, content) : mayCarry(name, key, content)) continue;
    if (key !== null) throw misshapen(`the attribute ${key.slice(0, 40)} of ${name}`);
    const what =
      content instanceof Y.ContentType ? (nameOfType(content.type) ?? "an unknown node") : "an unknown content";
    throw misshapen(`${what} in ${name}`);
  }
}

type Deleted = "nothing" | "formatting" | "text";

/** What a delete set deletes that stands. Refuses deletes of what is unknown: they would lie in wait. */
function checkDeletes(
  doc: Y.Doc,
  fresh: FreshStructs,
  clients: Map<number, { clock: number; len: number }[]>,
): Deleted {
  let deleted: Deleted = "nothing";
  for (const [client, ranges] of clients) {
    for (const { clock, len } of ranges) {
      if (clock + len > fresh.stateAfter(client))
        throw new Refused("gap", "The change deletes text that never arrived.");
      if (deleted === "text" || len === 0) continue;
      const here = deletedBy(doc, client, clock, clock + len);
      if (here !== "nothing") deleted = here;
    }
  }
  return deleted;
}

function deletedBy(doc: Y.Doc, client: number, from: number, to: number): Deleted {
  if (to > Y.getState(doc.store, client)) return "text";
  const structs = doc.store.clients.get(client) ?? [];
  let deleted: Deleted = "nothing";
  for (let index = Y.findIndexSS(structs, from); index < structs.length; index++) {
    const struct = structs[index];
    if (!struct || struct.id.clock >= to) break;
    if (struct.deleted) continue;
    if (!(struct instanceof Y.Item && struct.content instanceof Y.ContentFormat)) return "text";
    deleted = "formatting";
  }
  return deleted;
}
