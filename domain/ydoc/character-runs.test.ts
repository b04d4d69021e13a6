import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextClient } from "../../tests/support/text-client.ts";
import { edits, SAMPLE } from "../../tests/support/text-edits.ts";
import { rangeOf } from "../anchor/anchor.ts";
import { type CharacterRun, decodeRuns, encodeRuns } from "./character-runs.ts";
import { seedUpdate } from "./text-doc.ts";
import { readTextMap, type TextMap } from "./text-map.ts";

const scripts = fc.array(edits, { maxLength: 20 });
const share = fc.nat(10_000).map((parts) => parts / 10_000);

/** Each character's name, with where it stands. */
function namesOf({ blocks }: TextMap): Map<string, number> {
  const names = new Map<string, number>();
  for (const { block, offset } of blocks) {
    for (const { client, clock, length, offset: from } of block.live)
      for (let each = 0; each < length; each++) names.set(`${client}/${clock + each}`, offset + from + each);
  }
  return names;
}

describe("character runs", () => {
  it("are read as they were written", () => {
    const run = fc.record({
      client: fc.nat(0xffffffff),
      clock: fc.nat(1e9),
      length: fc.integer({ min: 1, max: 1e6 }),
      gap: fc.nat(9),
    });
    fc.assert(
      fc.property(fc.array(run, { minLength: 2, maxLength: 200 }), (all) => {
        let at = 0;
        const runs = all.map(({ gap, ...rest }): CharacterRun => {
          const placed = { ...rest, at: at + gap };
          at = placed.at + rest.length;
          return placed;
        });
        expect(decodeRuns(encodeRuns(runs) ?? "")).toEqual(runs);
      }),
    );
  });

  it("are nothing else's", () => {
    for (const bad of [
      "",
      "a",
      "a.b",
      "a.-1.2",
      "A.1.1",
      ".1.1",
      "a.1.1.1.!",
      "a.1.zzzzzzzzzzzzz",
      `a.1.1${" .1.1".repeat(200)}`,
    ])
      expect(decodeRuns(bad)).toBeNull();
  });

  it("tell which of a passage's characters are there after any edits", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(scripts, scripts, share, share, (first, second, a, b) => {
        const client = new TextClient(100, seedUpdate(SAMPLE));
        for (const edit of first) client.edit(edit);
        const before = readTextMap(client.doc);
        const [start = 0, end = 0] = [a, b].map((part) => Math.floor(part * before.text.length)).sort((x, y) => x - y);
        const positions = before.positionsOf({ start, end });
        // Without the breaks at its ends, which have no characters.
        const range = (positions && rangeOf(before, positions)) ?? { start, end };
        const stood = namesOf(before);
        for (const edit of second) client.edit(edit);
        const after = readTextMap(client.doc);
        const stand = namesOf(after);
        const expected = [...stood].flatMap(([name, at]): [number, number][] => {
          const now = stand.get(name);
          return at >= start && at < end && now !== undefined ? [[at - range.start, now]] : [];
        });
        const quote = before.text.slice(range.start, range.end);
        const kept = positions ? after.keptOf({ quote, prefix: "", suffix: "", ...positions }) : [];
        const found = kept.flatMap(({ before: from, now, length }) =>
          Array.from({ length }, (_, each): [number, number] => [from + each, now + each]),
        );
        expect(found).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});
