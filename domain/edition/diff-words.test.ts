import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffWords, type WordEdit } from "./diff-words.ts";

const brief = (before: string, after: string) =>
  diffWords(before, after).map(({ removed, added, isOther }) => `${removed} → ${added}${isOther ? " (other)" : ""}`);

function apply(before: string, edits: readonly WordEdit[]): string {
  let done = 0;
  let text = "";
  for (const { at, removed, newAt, added } of edits) {
    expect(before.slice(at, at + removed.length)).toBe(removed);
    text += before.slice(done, at);
    expect(text.length).toBe(newAt);
    text += added;
    done = at + removed.length;
  }
  return text + before.slice(done);
}

describe("diffWords", () => {
  it("changes whole words, each on its own", () => {
    expect(brief("carries some 60 data cables", "carries about 70 data cables")).toEqual(["some → about", "60 → 70"]);
    expect(brief("It rained.", "It rained hard.")).toEqual([" →  hard"]);
    expect(brief("the same", "the same")).toEqual([]);
  });

  it("takes a rewritten sentence as one, with what of it was kept by chance", () => {
    const [edit, ...others] = diffWords(
      "First. What patrols can do is to shorten the time between a fault and the boarding of a suspect. Last.",
      "First. Crews now go aboard sooner, as the scheme always meant them to. Last.",
    );
    expect(others).toEqual([]);
    expect(edit).toMatchObject({ isOther: true });
    expect(edit?.removed).toMatch(/^What .* suspect\.$/);
  });

  it("keeps what surrounds a small change in a long sentence", () => {
    const before = "A fund of 540 million euros is open for cable ships and for depots of spare parts.";
    expect(brief(before, before.replace("540", "610"))).toEqual(["540 → 610"]);
  });

  it("goes by the character where scripts have no spaces", () => {
    expect(brief("国連は制裁を決めた", "国連は制裁を延ばした")).toEqual(["決め → 延ばし"]);
  });

  it("leads from one wording to the other, whatever they are", () => {
    const words = fc.array(
      fc.constantFrom("the ", "ship ", "port ", "of ", "a ", "left, ", "\u{1F6A2} ", "制裁", ". ", "12 "),
      { maxLength: 24 },
    );
    fc.assert(
      fc.property(words, words, (one, other) => {
        const [before, after] = [one.join(""), other.join("")];
        expect(apply(before, diffWords(before, after))).toBe(after);
      }),
      { numRuns: 500 },
    );
  });
});
