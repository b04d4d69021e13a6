import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heaviestChain, type WeightedPair } from "./heaviest-chain.ts";
import { matchChildren } from "./match-children.ts";
import { type EditionNode, treeOf } from "./tree.ts";

const blocks = (...texts: string[]): EditionNode[] =>
  texts.map((text) => treeOf({ type: "paragraph", content: text === "" ? [] : [{ type: "text", text }] }));

const LONG = "The harbour masters on both shores asked for earlier sailings twice";

describe("matchChildren", () => {
  it("finds what stayed, changed and moved", () => {
    const before = blocks("Alpha one.", `${LONG}, it says.`, "Beta two.", "Gamma three.");
    const after = blocks("Beta two.", "Alpha one.", `${LONG}, they say.`, "Gamma three.");
    expect(matchChildren(before, after)).toMatchObject({
      same: [
        { from: 0, to: 1 },
        { from: 3, to: 3 },
      ],
      changed: [{ from: 1, to: 2 }],
      moved: [{ from: 2, to: 0 }],
    });
  });

  it("tells twins apart by their neighbours", () => {
    const before = blocks("A", "Twin", "B", "C", "Twin", "D");
    expect(matchChildren(before, blocks("A", "B", "C", "Twin", "D")).same).toMatchObject([
      { from: 0 },
      { from: 2 },
      { from: 3 },
      { from: 4 },
      { from: 5 },
    ]);
    expect(matchChildren(before, blocks("A", "Twin", "B", "C", "D")).same).toMatchObject([
      { from: 0 },
      { from: 1 },
      { from: 2 },
      { from: 3 },
      { from: 5 },
    ]);
  });

  it("finds the larger part of a paragraph that was split or joined", () => {
    const one = `${LONG}, and neither letter was answered.`;
    const other = "The company says that it received one letter, in the second week of May, and no more.";
    const whole = `${one} ${other}`;
    expect(matchChildren(blocks(whole), blocks(one, other)).changed).toEqual([{ from: 0, to: 1 }]);
    expect(matchChildren(blocks(one, other), blocks(whole)).changed).toEqual([{ from: 1, to: 0 }]);
  });

  it("takes no other paragraph for a revised one, and nothing empty for moved", () => {
    const { changed, moved } = matchChildren(
      blocks(LONG, ""),
      blocks("Fares rose by a fifth in the same months.", LONG.toUpperCase()),
    );
    expect(changed).toEqual([{ from: 0, to: 1 }]);
    expect(moved).toEqual([]);
  });
});

describe("heaviestChain", () => {
  it("weighs as much as the heaviest of all chains", () => {
    const pair = fc.record({ from: fc.nat(6), to: fc.nat(6), weight: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 9 }), (pairs) => {
        const chain = heaviestChain(pairs);
        expect(weightOf(chain)).toBe(heaviestByTrying(pairs));
        for (const [index, { from, to }] of chain.entries()) {
          const next = chain[index + 1];
          if (next) expect(next.from > from && next.to > to).toBe(true);
        }
      }),
    );
  });
});

const weightOf = (pairs: readonly WeightedPair[]): number => pairs.reduce((sum, { weight }) => sum + weight, 0);

function heaviestByTrying(pairs: readonly WeightedPair[], from = -1, to = -1): number {
  const next = pairs.filter((pair) => pair.from > from && pair.to > to);
  return Math.max(0, ...next.map((pair) => pair.weight + heaviestByTrying(pairs, pair.from, pair.to)));
}
