/** From stored rows to a document. Applied in one transaction: merging a long log is quadratic. */

import * as Y from "yjs";
import type { StoredState } from "./log.ts";

type Stored = Pick<StoredState, "snapshot" | "entries">;

/** Takes stored rows into a document; what it has already is harmless. */
export function applyStored(doc: Y.Doc, { snapshot, entries }: Stored): void {
  doc.transact(() => {
    if (snapshot) Y.applyUpdateV2(doc, snapshot);
    for (const entry of entries) Y.applyUpdate(doc, entry);
  });
}

export function documentOf(stored: Stored): Y.Doc {
  const doc = new Y.Doc();
  applyStored(doc, stored);
  return doc;
}

/** Encoding V2 is about a third of V1. */
export function snapshotOf(stored: Stored): Uint8Array {
  const doc = documentOf(stored);
  const bytes = Y.encodeStateAsUpdateV2(doc);
  doc.destroy();
  return bytes;
}
