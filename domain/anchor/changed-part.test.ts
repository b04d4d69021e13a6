import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changedPart, isSameWording } from "./changed-part.ts";

describe("what differs between two wordings", () => {
  it.each<[string, string, [string, string, string], [string, string, string]]>([
    ["the old ship left", "the new ship left", ["the ", "old", " ship left"], ["the ", "new", " ship left"]],
    ["a harbour", "a harbours", ["a ", "harbour", ""], ["a ", "harbours", ""]],
    ["left", "left port", ["left", "", ""], ["left", " port", ""]],
    ["one one", "one", ["one", " one", ""], ["one", "", ""]],
    ["left.", "left!", ["left", ".", ""], ["left", "!", ""]],
  ])("%s → %s", (then, now, old, young) => {
    const parts = changedPart(then, now);
    expect(Object.values(parts.was)).toEqual(old);
    expect(Object.values(parts.is)).toEqual(young);
  });

  it("puts together to the whole, with the same edges", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "b", " ", "🚢", ".")),
        fc.array(fc.constantFrom("a", "b", " ")),
        (x, y) => {
          const [then, now] = [x.join(""), y.join("")];
          const parts = changedPart(then, now);
          expect(parts.was.before + parts.was.changed + parts.was.after).toBe(then);
          expect(parts.is.before + parts.is.changed + parts.is.after).toBe(now);
          expect(parts.was.before).toBe(parts.is.before);
          expect(parts.was.after).toBe(parts.is.after);
        },
      ),
    );
  });

  it("knows the same words in other paragraphs", () => {
    expect(isSameWording("one two", "one\n\ntwo")).toBe(true);
    expect(isSameWording("one two", "one too")).toBe(false);
  });
});
