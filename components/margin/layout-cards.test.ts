import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layoutCards } from "./layout-cards.ts";

const GAP = 8;

const margins = fc
  .array(fc.record({ top: fc.integer({ min: 0, max: 5000 }), height: fc.integer({ min: 1, max: 600 }) }), {
    maxLength: 60,
  })
  .map((cards) => cards.sort((a, b) => a.top - b.top))
  .chain((cards) =>
    fc.record({
      tops: fc.constant(cards.map(({ top }) => top)),
      heights: fc.constant(cards.map(({ height }) => height)),
      active: cards.length === 0 ? fc.constant(null) : fc.option(fc.nat(cards.length - 1)),
    }),
  );

describe("layoutCards", () => {
  it("puts cards with room at their passages", () => {
    expect(layoutCards([10, 200, 400], [50, 50, 50], null, GAP)).toEqual([10, 200, 400]);
  });

  it("pushes crowded cards down", () => {
    expect(layoutCards([10, 20, 30], [50, 50, 50], null, GAP)).toEqual([10, 68, 126]);
  });

  it("lifts the cards above the active one", () => {
    expect(layoutCards([100, 110, 120], [50, 50, 50], 2, GAP)).toEqual([4, 62, 120]);
  });

  it("keeps the active one at its passage, also when those above it have no room in the list", () => {
    expect(layoutCards([0, 10], [50, 50], 1, GAP)).toEqual([-48, 10]);
  });

  it("never lets cards overlap or change their order", () => {
    fc.assert(
      fc.property(margins, ({ tops, heights, active }) => {
        const placed = layoutCards(tops, heights, active, GAP);
        expect(placed).toHaveLength(tops.length);
        for (let index = 1; index < placed.length; index++) {
          const free = (placed[index - 1] ?? 0) + (heights[index - 1] ?? 0) + GAP;
          expect(placed[index]).toBeGreaterThanOrEqual(free);
        }
      }),
    );
  });

  it("puts the active card exactly at its passage", () => {
    fc.assert(
      fc.property(margins, ({ tops, heights, active }) => {
        if (active === null) return;
        expect(layoutCards(tops, heights, active, GAP)[active]).toBe(tops[active]);
      }),
    );
  });

  it("moves no card above its passage without an active one", () => {
    fc.assert(
      fc.property(margins, ({ tops, heights }) => {
        const placed = layoutCards(tops, heights, null, GAP);
        for (const [index, top] of placed.entries()) expect(top).toBeGreaterThanOrEqual(tops[index] ?? 0);
      }),
    );
  });
});
