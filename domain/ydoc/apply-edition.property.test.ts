import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { documents, revise, revisions } from "../../tests/support/random-documents.ts";
import { keyOf, treeOf } from "../edition/tree.ts";
import type { BulletinNode } from "../schema/document.ts";
import { applyEdition } from "./apply-edition.ts";
import { draftEdition, isBaseOf } from "./draft-edition.ts";
import { readBulletin } from "./read-bulletin.ts";
import { seedUpdate } from "./text-doc.ts";
import { textFragment } from "./text-map.ts";

function seeded(document: BulletinNode): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedUpdate(document));
  return doc;
}

const keyNow = (doc: Y.Doc): string => keyOf(treeOf(readBulletin(doc)));

/** The Yjs items of the blocks, by what the blocks say. */
function itemsOf(doc: Y.Doc): Map<string, unknown[]> {
  const items = new Map<string, unknown[]>();
  readBulletin(doc).content?.forEach((block, index) => {
    const key = keyOf(treeOf(block));
    items.set(key, [...(items.get(key) ?? []), textFragment(doc).get(index)]);
  });
  return items;
}

/** Seeding a document makes the editor's schema each time. */
const LIMIT = 120_000;

describe("applyEdition", { timeout: LIMIT }, () => {
  it("makes exactly the revised document of any other", () => {
    fc.assert(
      fc.property(documents, documents, (one, other) => {
        const doc = seeded(one);
        const wanted = treeOf(readBulletin(seeded(other)));
        applyEdition(doc, wanted);
        expect(keyNow(doc)).toBe(keyOf(wanted));
      }),
    );
  });

  it("makes exactly the revised document of one that was revised, and again of that", () => {
    fc.assert(
      fc.property(documents, revisions, revisions, (document, first, second) => {
        const doc = seeded(document);
        for (const revised of [revise(document, first), revise(revise(document, first), second)]) {
          const wanted = treeOf(readBulletin(seeded(revised)));
          applyEdition(doc, wanted);
          expect(keyNow(doc)).toBe(keyOf(wanted));
          const copy = new Y.Doc();
          Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
          expect(keyNow(copy)).toBe(keyOf(wanted));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("leaves the items of every block alone that is the same and in its place", () => {
    fc.assert(
      fc.property(documents, documents, fc.nat(9), (document, other, at) => {
        const doc = seeded(document);
        const own = itemsOf(doc);
        const blocks = readBulletin(doc).content ?? [];
        const cut = at % (blocks.length + 1);
        const inserted = readBulletin(seeded(other)).content ?? [];
        applyEdition(
          doc,
          treeOf({ type: "doc", content: [...blocks.slice(0, cut), ...inserted, ...blocks.slice(cut)] }),
        );
        const items = itemsOf(doc);
        for (const [key, all] of own)
          expect(items.get(key)?.filter((item) => all.includes(item))).toHaveLength(all.length);
      }),
    );
  });

  it("changes nothing for the same document", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const doc = seeded(document);
        const state = Y.encodeStateVector(doc);
        const base = Y.snapshot(doc);
        applyEdition(doc, treeOf(readBulletin(seeded(document))));
        expect(Y.encodeStateVector(doc)).toEqual(state);
        expect(Y.equalSnapshots(base, Y.snapshot(doc))).toBe(true);
      }),
    );
  });
});

describe("draftEdition", { timeout: LIMIT }, () => {
  it("gives an update that does the same to the document it was made on, and knows that document", () => {
    fc.assert(
      fc.property(documents, revisions, (document, all) => {
        const doc = seeded(document);
        const revised = readBulletin(seeded(revise(document, all)));
        const draft = draftEdition(Y.encodeStateAsUpdate(doc), revised);
        expect(isBaseOf(draft, doc)).toBe(true);
        Y.applyUpdate(doc, draft.update);
        expect(keyNow(doc)).toBe(keyOf(treeOf(revised)));
        const isChanged = keyOf(treeOf(document)) !== keyOf(treeOf(revised));
        if (isChanged && draft.before.text !== draft.after.text) expect(isBaseOf(draft, doc)).toBe(false);
      }),
    );
  });
});
