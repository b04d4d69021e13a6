import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { documentOf, snapshotOf } from "./stored-state.ts";

function typing(count: number): { doc: Y.Doc; entries: Uint8Array[] } {
  const doc = new Y.Doc();
  const entries: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => entries.push(update));
  for (let index = 0; index < count; index++) doc.getText("t").insert(index % 7, "x");
  return { doc, entries };
}

describe("a stored document", () => {
  it("is the same from its entries, its snapshot, and its snapshot with later entries", () => {
    const { doc, entries } = typing(60);
    const all = documentOf({ snapshot: null, entries });
    const snapshot = snapshotOf({ snapshot: null, entries: entries.slice(0, 40) });
    const later = documentOf({ snapshot, entries: entries.slice(40) });
    for (const loaded of [all, later]) expect(Y.encodeStateAsUpdate(loaded)).toEqual(Y.encodeStateAsUpdate(doc));
  });

  it("of a long log is quickly loaded", { timeout: 3000 }, () => {
    const { doc, entries } = typing(15_000);
    expect(documentOf({ snapshot: null, entries }).getText("t").toString()).toBe(doc.getText("t").toString());
  });
});
