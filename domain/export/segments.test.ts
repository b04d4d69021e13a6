import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lanes, type MarkedRange, segments } from "./segments.ts";

const LENGTH = 40;
const ranges = fc
  .array(fc.tuple(fc.nat(LENGTH + 5), fc.nat(LENGTH + 5)), { maxLength: 12 })
  .map((pairs): MarkedRange[] =>
    pairs.map(([a, b], index) => ({ id: `r${index}`, start: Math.min(a, b), end: Math.max(a, b) })),
  );

describe("segments", () => {
  it("covers every character exactly once, with the ids that a look at each range finds", () => {
    fc.assert(
      fc.property(ranges, (marked) => {
        const pieces = segments(LENGTH, marked);
        const idsAt: string[][] = [];
        for (const piece of pieces) {
          expect(piece.start).toBe(idsAt.length);
          expect(piece.end).toBeGreaterThan(piece.start);
          while (idsAt.length < piece.end) idsAt.push(piece.ids);
        }
        expect(idsAt).toHaveLength(LENGTH);
        idsAt.forEach((ids, offset) => {
          const expected = marked.filter(({ start, end }) => start <= offset && offset < end).map(({ id }) => id);
          expect([...ids].sort()).toEqual(expected.sort());
        });
      }),
    );
  });

  it("cuts nowhere but at a boundary", () => {
    fc.assert(
      fc.property(ranges, (marked) => {
        const boundaries = new Set([0, LENGTH, ...marked.flatMap(({ start, end }) => [start, end])]);
        for (const { start } of segments(LENGTH, marked)) expect(boundaries).toContain(start);
      }),
    );
  });

  it("has no piece in an empty text", () => {
    expect(segments(0, [{ id: "a", start: 0, end: 3 }])).toEqual([]);
  });

  it("keeps ids in the order in which ranges begin, the longer first", () => {
    const [, both] = segments(10, [
      { id: "short", start: 2, end: 4 },
      { id: "long", start: 2, end: 8 },
    ]);
    expect(both).toEqual({ start: 2, end: 4, ids: ["long", "short"] });
  });
});

describe("lanes", () => {
  it("never gives one lane to two ranges that overlap", () => {
    fc.assert(
      fc.property(ranges, (marked) => {
        const laneOf = lanes(marked);
        for (const a of marked)
          for (const b of marked) {
            const overlap = a.id !== b.id && a.start < b.end && b.start < a.end;
            if (overlap) expect(laneOf.get(a.id)).not.toBe(laneOf.get(b.id));
          }
      }),
    );
  });

  it("uses a lane again when it is free", () => {
    const laneOf = lanes([
      { id: "a", start: 0, end: 5 },
      { id: "b", start: 3, end: 8 },
      { id: "c", start: 5, end: 9 },
    ]);
    expect([laneOf.get("a"), laneOf.get("b"), laneOf.get("c")]).toEqual([0, 1, 0]);
  });
});
