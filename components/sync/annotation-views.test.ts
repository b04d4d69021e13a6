import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteOf } from "../../domain/anchor/anchor.ts";
import { placeAnchor } from "../../domain/anchor/place.ts";
import { reviewAnchor } from "../../domain/anchor/review.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { type TextMap, TextReader } from "../../domain/ydoc/text-map.ts";
import { TextClient } from "../../tests/support/text-client.ts";
import { edits, paragraph, SAMPLE } from "../../tests/support/text-edits.ts";
import { AnnotationViews } from "./annotation-views.ts";

const mark = fc.record({ start: fc.nat(2000), length: fc.integer({ min: 1, max: 60 }), isByQuote: fc.boolean() });
const step = fc.record({
  edit: fc.option(edits),
  /** Of the annotations: looked at again by the server, deleted or restored, or waiting for an answer. */
  reviewed: fc.option(fc.nat()),
  turned: fc.option(fc.nat()),
  waiting: fc.option(fc.nat()),
});

function annotate(id: string, map: TextMap, start: number, length: number, isByQuote: boolean): Annotation {
  const range = { start, end: Math.min(map.text.length, start + length) };
  const positions = isByQuote ? null : map.positionsOf(range);
  const anchor = placeAnchor(map, { ...quoteOf(map.text, range), ...(positions ?? { start: null, end: null }) });
  const author = { id: "u1", name: "Ann" };
  const rest = { moves: [], tags: [], comments: [], resolved: null, deleted: null };
  return { id, kind: "highlight", author, at: `2026-11-0${1 + (start % 9)}`, anchor, ...rest };
}

function followed(...paragraphs: string[]) {
  const content = paragraphs.length > 0 ? paragraphs.map((words) => paragraph(words)) : (SAMPLE.content ?? []);
  const client = new TextClient(100, seedUpdate({ type: "doc", content }));
  return { client, reader: new TextReader(client.doc) };
}

const all = (annotations: Annotation[]) => new Map(annotations.map((annotation) => [annotation.id, annotation]));

describe("the drawn annotations", { timeout: 120_000 }, () => {
  it("are what drawing them anew gives", () => {
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 40 }), fc.array(step, { maxLength: 15 }), (marks, steps) => {
        const { client, reader } = followed();
        let map = reader.read();
        const annotations = all(
          marks.map(({ start, length, isByQuote }, index) =>
            annotate(`a${index}`, map, start % map.text.length, length, isByQuote),
          ),
        );
        const pick = (number: number) => annotations.get(`a${number % Math.max(1, annotations.size)}`);
        const views = new AnnotationViews();
        let pending = new Set<string>();
        views.draw({ annotations, pending }, map, false);
        for (const { edit, reviewed, turned, waiting } of steps) {
          if (edit) client.edit(edit);
          map = reader.read();
          const looked = reviewed === null ? undefined : pick(reviewed);
          const anchor = looked?.anchor && reviewAnchor(map, looked.anchor, { near: null, refresh: true });
          if (looked && anchor) annotations.set(looked.id, { ...looked, anchor });
          const turning = turned === null ? undefined : pick(turned);
          const deleted = turning?.deleted ? null : { by: { id: "u1", name: "Ann" }, at: "2026-11-10" };
          if (turning) annotations.set(turning.id, { ...turning, deleted });
          if (waiting !== null) pending = new Set([`a${waiting % Math.max(1, annotations.size)}`]);
          const areSame = !anchor && !turning && waiting === null;
          const drawn = views.draw({ annotations, pending }, map, areSame);
          expect(drawn).toEqual(new AnnotationViews().draw({ annotations, pending }, map, false));
        }
      }),
      { numRuns: 80 },
    );
  });

  it("stay the same objects where nothing was typed before or in them", () => {
    const { client, reader } = followed("First words of it.", "Second words of it.", "Third words of it.");
    const map = reader.read();
    const at = (words: string) => map.text.indexOf(words);
    const names = ["First words", "Second words", "Third words"];
    const annotations = all(names.map((name, index) => annotate(`a${index}`, map, at(name), name.length, false)));
    const drawn = { annotations, pending: new Set<string>() };
    const views = new AnnotationViews();
    const before = views.draw(drawn, map, false);
    expect(views.draw(drawn, map, false)).toBe(before);
    client.edit({ do: "bold", from: 0, to: 1 });
    expect(views.draw(drawn, reader.read(), true)).toBe(before);
    client.edit({ do: "type", at: 0.65, text: "X" });
    const after = views.draw(drawn, reader.read(), true);
    expect(after.map((view, index) => view === before[index])).toEqual([true, true, false]);
  });
});
