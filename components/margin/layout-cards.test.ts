import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layoutCards } from "./layout-cards.ts";

const SPACING = { gap: 8, give: 100, top: 30 };

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
    expect(layoutCards([10, 200, 400], [50, 50, 50], null, SPACING)).toEqual({ tops: [10, 200, 400], hidden: 0 });
  });

  it("pushes crowded cards down", () => {
    expect(layoutCards([10, 20, 30], [50, 50, 50], null, SPACING).tops).toEqual([10, 68, 126]);
  });

  it("lifts the cards above the active one", () => {
    expect(layoutCards([100, 110, 120], [50, 50, 50], 2, SPACING).tops).toEqual([4, 62, 120]);
  });

  it("lowers the active one a little when that makes room for those before it", () => {
    expect(layoutCards([0, 10], [50, 50], 1, SPACING)).toEqual({ tops: [0, 58], hidden: 0 });
  });

  it("keeps the active one at its passage when those before it are too many, and hides what has no room", () => {
    const heights = Array(6).fill(50);
    expect(layoutCards([0, 10, 20, 30, 100, 100], heights, 5, SPACING)).toEqual({
      tops: [-190, -132, -74, -16, 42, 100],
      hidden: 4,
    });
  });

  it("leaves room above the active one for how many are hidden", () => {
    expect(layoutCards([0, 0, 0], [100, 100, 50], 2, SPACING)).toEqual({ tops: [-186, -78, 30], hidden: 2 });
  });

  it("never lets cards overlap or change their order", () => {
    fc.assert(
      fc.property(margins, ({ tops, heights, active }) => {
        const placed = layoutCards(tops, heights, active, SPACING).tops;
        expect(placed).toHaveLength(tops.length);
        for (let index = 1; index < placed.length; index++) {
          const free = (placed[index - 1] ?? 0) + (heights[index - 1] ?? 0) + SPACING.gap;
          expect(placed[index]).toBeGreaterThanOrEqual(free);
        }
      }),
    );
  });

  it("puts the active card at its passage or not far below", () => {
    fc.assert(
      fc.property(margins, ({ tops, heights, active }) => {
        if (active === null) return;
        const top = tops[active] ?? 0;
        const place = layoutCards(tops, heights, active, SPACING).tops[active];
        expect(place).toBeGreaterThanOrEqual(top);
        expect(place).toBeLessThanOrEqual(top + SPACING.give);
      }),
    );
  });

  it("shows no card outside the list, nor where it says how many are hidden", () => {
    fc.assert(
      fc.property(margins, ({ tops, heights, active }) => {
        const { tops: placed, hidden } = layoutCards(tops, heights, active, SPACING);
        for (const top of placed.slice(hidden)) expect(top).toBeGreaterThanOrEqual(hidden > 0 ? SPACING.top : 0);
        for (const top of placed.slice(0, hidden)) expect(top).toBeLessThan(SPACING.top);
      }),
    );
  });

  it("moves no card above its passage without an active one", () => {
    fc.assert(
      fc.property(margins, ({ tops, heights }) => {
        const { tops: placed } = layoutCards(tops, heights, null, SPACING);
        for (const [index, top] of placed.entries()) expect(top).toBeGreaterThanOrEqual(tops[index] ?? 0);
      }),
    );
  });
});
