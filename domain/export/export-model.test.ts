import { describe, expect, it } from "vitest";
import { toCodePoints } from "../anchor/code-points.ts";
import { plainText } from "../schema/plain-text.ts";
import { exportModel } from "./export-model.ts";
import { SAMPLE_DOCUMENT, SAMPLE_SOURCE, SAMPLE_TEXT, sampleId } from "./export-sample.ts";

const model = exportModel(SAMPLE_SOURCE);
const find = (n: number) => {
  const annotation = model.annotations.find(({ id }) => id === sampleId(n));
  if (!annotation) throw new Error(`no annotation ${n}`);
  return annotation;
};

describe("exportModel", () => {
  it("numbers passages in the order of the text, then notes on the whole, then what has no sure place", () => {
    expect(model.annotations.map(({ id }) => id)).toEqual([106, 101, 102, 107, 104, 103, 105].map(sampleId));
    expect(model.annotations.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("leaves out what was deleted: annotations, comments, tags", () => {
    expect(model.annotations.some(({ id }) => id === sampleId(108))).toBe(false);
    expect(find(101).comments.map(({ id }) => id)).toEqual([sampleId(201), sampleId(203)]);
    expect(find(101).tags.map(({ label }) => label)).toEqual(["Trade & <ports>"]);
    expect(model.counts).toEqual({ annotations: 7, comments: 4, resolved: 1, placed: 4 });
  });

  it("gives the words as they are now, and code points beside UTF-16 units", () => {
    for (const { place, quote } of model.annotations) {
      if (!place) continue;
      expect(quote?.quote).toBe(SAMPLE_TEXT.slice(place.range.start, place.range.end));
      expect(place.codePoints).toEqual(toCodePoints(SAMPLE_TEXT, place.range));
      expect([...SAMPLE_TEXT].slice(place.codePoints.start, place.codePoints.end).join("")).toBe(quote?.quote);
    }
    const behindShip = find(101).place;
    expect(behindShip?.codePoints.start).toBe((behindShip?.range.start ?? 0) - 1);
  });

  it("has no place for an uncertain or a detached one, and keeps its quote", () => {
    expect(find(105)).toMatchObject({ state: "uncertain", place: null, quote: { quote: "The last word." } });
    expect(find(103)).toMatchObject({ state: "detached", place: null, quote: { quote: "words that left" } });
    expect(find(104)).toMatchObject({ state: null, place: null, quote: null });
  });

  it("never promises a place that isn't there", () => {
    const annotations = SAMPLE_SOURCE.state.annotations.map((placed) => ({ ...placed, range: null }));
    const lost = exportModel({ ...SAMPLE_SOURCE, state: { ...SAMPLE_SOURCE.state, annotations } });
    const states = lost.annotations.map(({ state }) => state);
    expect(states).not.toContain("anchored");
    expect(states).not.toContain("moved");
  });

  it("knows whose the opening comment is", () => {
    expect(find(101).opensWithOwnComment).toBe(true);
    expect(find(102).opensWithOwnComment).toBe(false);
    expect(find(106).opensWithOwnComment).toBe(false);
  });

  it("has a text that is the document's plain text", () => {
    expect(model.text).toBe(plainText(SAMPLE_DOCUMENT));
  });
});
