/** How large a text document is, counted once and then kept up to date by what is applied. */

import * as Y from "yjs";
import { Refused } from "./refused.ts";

/** Of the stored document, with what was deleted in it. A long bulletin has 0.1 MB; the largest books 4. */
export const TEXT_MAX_BYTES = 16 * 1024 * 1024;

/** Nodes (blocks, list items, cells, line breaks and texts) that stand. */
export const NODES_MAX = 200_000;

/** What Yjs writes of an item beside its content, about. */
const ITEM_BYTES = 12;

/** How long a count is believed that says the text is full, in milliseconds: counting a full one takes 20. */
const BELIEVED = 1000;

interface Size {
  bytes: number;
  nodes: number;
  countedAt: number;
}

const sizes = new WeakMap<Y.Doc, Size>();

/** Throws when the document would grow too large. */
export function checkSize(doc: Y.Doc, added: { bytes: number; nodes: number }, now: number): void {
  let size = sizes.get(doc);
  if (!size) {
    size = { ...count(doc), countedAt: now };
    sizes.set(doc, size);
    follow(doc, size);
  }
  if (hasRoom(size, added)) return;
  // What was deleted meanwhile has left room.
  if (now - size.countedAt >= BELIEVED) Object.assign(size, count(doc), { countedAt: now });
  if (!hasRoom(size, added)) {
    throw new Refused("too-large", `The text would be larger than a bulletin can be (${TEXT_MAX_BYTES / 2 ** 20} MB).`);
  }
}

const hasRoom = (size: Size, added: { bytes: number; nodes: number }): boolean =>
  size.bytes + added.bytes <= TEXT_MAX_BYTES && size.nodes + added.nodes <= NODES_MAX;

function follow(doc: Y.Doc, size: Size): void {
  doc.on("afterTransaction", ({ beforeState, afterState, doc: { store } }: Y.Transaction) => {
    for (const [client, clock] of afterState) {
      const before = beforeState.get(client) ?? 0;
      const structs = store.clients.get(client);
      if (clock === before || !structs) continue;
      for (let index = Y.findIndexSS(structs, before); index < structs.length; index++) add(size, structs[index]);
    }
  });
}

function count(doc: Y.Doc): { bytes: number; nodes: number } {
  const size = { bytes: 0, nodes: 0 };
  for (const structs of doc.store.clients.values()) for (const struct of structs) add(size, struct);
  return size;
}

function add(size: { bytes: number; nodes: number }, struct: Y.Item | Y.GC | undefined): void {
  size.bytes += ITEM_BYTES;
  if (!(struct instanceof Y.Item)) return;
  const { content } = struct;
  if (content instanceof Y.ContentString) size.bytes += content.str.length;
  else if (content instanceof Y.ContentFormat) size.bytes += JSON.stringify(content.value).length;
  else if (content instanceof Y.ContentType && !struct.deleted) size.nodes++;
}
