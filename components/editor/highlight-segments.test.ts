import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawSegments, type Highlight, segmentAttributes, segmentsOf } from "./highlight-segments.ts";

const highlight = (id: string, start: number, end: number, change: Partial<Highlight> = {}): Highlight => ({
  id,
  start,
  end,
  kind: "comment",
  state: "anchored",
  isPending: false,
  isResolved: false,
  ...change,
});

const drawn = (...highlights: Highlight[]) =>
  segmentsOf(highlights).map(({ start, end, covering }) => [start, end, covering.map(({ id }) => id).join(" ")]);

describe("segmentsOf", () => {
  it("cuts overlaps, the narrower passage on top", () => {
    expect(drawn(highlight("wide", 0, 10), highlight("narrow", 4, 6))).toEqual([
      [0, 4, "wide"],
      [4, 6, "wide narrow"],
      [6, 10, "wide"],
    ]);
  });

  it("leaves a gap between passages that only touch nothing", () => {
    expect(drawn(highlight("a", 0, 2), highlight("b", 5, 7))).toEqual([
      [0, 2, "a"],
      [5, 7, "b"],
    ]);
  });

  it("draws open ones over resolved ones, however narrow", () => {
    expect(drawn(highlight("done", 4, 5, { isResolved: true }), highlight("open", 0, 9))[1]).toEqual([
      4,
      5,
      "done open",
    ]);
  });

  it("cuts off what reaches beyond a part of the text", () => {
    const all = [highlight("before", 0, 3), highlight("across", 2, 9), highlight("after", 8, 12)];
    const within = segmentsOf(all, { start: 4, end: 8 });
    expect(within.map(({ start, end, covering }) => [start, end, covering.map(({ id }) => id)])).toEqual([
      [4, 8, ["across"]],
    ]);
  });

  it("covers each character by exactly those whose passage holds it, and never twice", () => {
    const ranges = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 12 });
    fc.assert(
      fc.property(ranges, (pairs) => {
        const highlights = pairs.map(([a, b], index) => highlight(`h${index}`, Math.min(a, b), Math.max(a, b)));
        const segments = segmentsOf(highlights);
        for (let at = 0; at < 40; at++) {
          const here = segments.filter(({ start, end }) => start <= at && at < end);
          const ids = here.flatMap(({ covering }) => covering.map(({ id }) => id));
          const wanted = highlights.filter(({ start, end }) => start <= at && at < end).map(({ id }) => id);
          expect(here.length).toBeLessThanOrEqual(1);
          expect([...ids].sort()).toEqual([...wanted].sort());
        }
      }),
    );
  });
});

describe("drawSegments", () => {
  const segments = segmentsOf([
    highlight("a", 0, 6),
    highlight("b", 0, 3),
    highlight("c", 3, 6),
    highlight("d", 6, 8, { kind: "claim" }),
    highlight("e", 9, 10, { kind: "claim" }),
  ]);
  const ends = (isCrowd: boolean) =>
    drawSegments(segments, isCrowd).map(({ start, end, attributes }) => [start, end, attributes["data-annotations"]]);

  it("makes one of neighbours that look the same, in a crowd, which names what all of it belongs to", () => {
    expect(ends(true)).toEqual([
      [0, 6, "a"],
      [6, 8, "d"],
      [9, 10, "e"],
    ]);
  });

  it("leaves each one apart elsewhere", () => {
    expect(ends(false)).toEqual([
      [0, 3, "a b"],
      [3, 6, "a c"],
      [6, 8, "d"],
      [9, 10, "e"],
    ]);
  });
});

describe("segmentAttributes", () => {
  it("is of the kind on top, and says how many lie there", () => {
    const [, middle] = segmentsOf([highlight("a", 0, 9), highlight("b", 3, 6, { kind: "claim", isPending: true })]);
    expect(middle && segmentAttributes(middle)).toMatchObject({
      "data-annotations": "a b",
      "data-kind": "claim",
      "data-depth": "2",
      "data-pending": "",
    });
  });

  it("holds few ids, however many lie there, and those on top", () => {
    const many = Array.from({ length: 300 }, (_, index) => highlight(`a${index}`, 0, 1000 - index));
    const [first] = segmentsOf(many);
    expect(first && segmentAttributes(first)["data-annotations"]).toBe("a295 a296 a297 a298 a299");
  });
});
