import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { documents, revise, revisions } from "../../tests/support/random-documents.ts";
import { type Anchor, quoteOf, rangeOf } from "../anchor/anchor.ts";
import { placeAnchor } from "../anchor/place.ts";
import { reviewAnchor } from "../anchor/review.ts";
import type { BulletinNode } from "../schema/document.ts";
import { draftEdition, type EditionDraft } from "../ydoc/draft-edition.ts";
import { readBulletin, seedUpdate } from "../ydoc/text-doc.ts";
import { carryAnchor } from "./carry-anchor.ts";

const seeded = (document: BulletinNode): BulletinNode => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedUpdate(document));
  return readBulletin(doc);
};

const draft = (before: BulletinNode, after: BulletinNode): EditionDraft =>
  draftEdition(seedUpdate(before), seeded(after));

const textDocument = (...paragraphs: string[]): BulletinNode => ({
  type: "doc",
  content: paragraphs.map((text) => ({ type: "paragraph", content: [{ type: "text", text }] })),
});

function anchorAt({ before }: EditionDraft, start: number, end: number): Anchor | null {
  const range = { start, end };
  const positions = before.positionsOf(range);
  return positions && placeAnchor(before, { ...positions, ...quoteOf(before.text, range) });
}

/** The anchor of some words' first or last occurrence, carried: its state, its words, and where they stand. */
function carried(one: EditionDraft, words: string, which: "first" | "last" = "first") {
  const start = which === "first" ? one.before.text.indexOf(words) : one.before.text.lastIndexOf(words);
  const anchor = anchorAt(one, start, start + words.length);
  if (!anchor) throw new Error(`“${words}” is not in the text.`);
  const next = carryAnchor(one, anchor);
  const range = next.state === "detached" ? null : rangeOf(one.after, next);
  return { state: next.state, words: range && one.after.text.slice(range.start, range.end), at: range?.start ?? null };
}

const LONG =
  "The harbour masters on both shores say that they asked for earlier sailings twice, and were never answered.";

describe("carryAnchor", () => {
  it("puts no passage on a twin that stood elsewhere all along", () => {
    const one = draft(
      textDocument(`Ada wrote. ${LONG}`, "Between.", `Ben wrote. ${LONG}`),
      textDocument("Ada wrote.", "Between.", `Ben wrote. ${LONG}`),
    );
    expect(carried(one, LONG, "first")).toMatchObject({ state: "uncertain" });
    expect(carried(one, LONG, "last")).toMatchObject({ state: "anchored", words: LONG });
  });

  it("tells a passage that moved from its twin that stayed", () => {
    const one = draft(
      textDocument(`Ada wrote. ${LONG} She waits.`, "Between.", `Ben wrote. ${LONG} He does not.`),
      textDocument("Between.", `Ben wrote. ${LONG} He does not.`, "Then.", `Ada wrote. ${LONG} She waits.`),
    );
    expect(carried(one, LONG, "first")).toMatchObject({ state: "moved", at: one.after.text.lastIndexOf(LONG) });
    expect(carried(one, LONG, "last")).toMatchObject({ state: "anchored", at: one.after.text.indexOf(LONG) });
  });

  it("gives a passage whose edge was reworded the words that came for it", () => {
    const one = draft(
      textDocument("It carries some 60 data cables on the seabed."),
      textDocument("It carries about 70 data cables on the seabed."),
    );
    expect(carried(one, "60 data cables on")).toMatchObject({ state: "anchored", words: "70 data cables on" });
    expect(carried(one, "carries some 60 data")).toMatchObject({ state: "anchored", words: "carries about 70 data" });
  });

  it("detaches what was rewritten into something else", () => {
    const rewritten = "Fares rose by a fifth in the same months, which nobody had been told to expect.";
    const before = "The ferry company kept its winter timetable until the second week of May.";
    const after = "No other line serves the route, and none has asked for a permit to serve it.";
    const one = draft(textDocument(`${before} ${LONG} ${after}`), textDocument(`${before} ${rewritten} ${after}`));
    expect(carried(one, LONG)).toMatchObject({ state: "detached" });
    expect(carried(one, after)).toMatchObject({ state: "anchored", words: after });
    expect(carried(one, "second week of May")).toMatchObject({ state: "anchored", words: "second week of May" });
  });

  it("never lies, and no later look changes it", () => {
    fc.assert(
      fc.property(
        documents,
        revisions,
        fc.array(fc.tuple(fc.nat(9999), fc.integer({ min: 1, max: 60 })), { maxLength: 12 }),
        (document, all, passages) => {
          const one = draft(document, revise(document, all));
          for (const [from, length] of passages) {
            const start = from % Math.max(1, one.before.text.length);
            const anchor = anchorAt(one, start, Math.min(one.before.text.length, start + length));
            if (!anchor) continue;
            const next = carryAnchor(one, anchor);
            for (const refresh of [false, true])
              expect(reviewAnchor(one.after, next, { near: null, refresh })).toBeNull();
            if (next.state !== "anchored" && next.state !== "moved") continue;
            const range = rangeOf(one.after, next);
            expect(range && one.after.text.slice(range.start, range.end)).toBe(next.quote);
            const stood = rangeOf(one.before, next);
            // Found elsewhere, it is where words came or its own were left, not where others stood that read the same.
            const own = rangeOf(one.before, anchor);
            const isApart = stood && own && (stood.start >= own.end || stood.end <= own.start);
            if (next.state === "moved" && isApart)
              expect(one.before.text.slice(stood.start, stood.end)).not.toBe(next.quote);
          }
        },
      ),
      { numRuns: 150 },
    );
  }, 120_000);
});
