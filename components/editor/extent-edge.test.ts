import { describe, expect, it } from "vitest";
import { stepFrom, withEdge } from "./extent-edge.ts";

describe("an edge of a passage", () => {
  it("stays within the text, and leaves a character", () => {
    const range = { start: 4, end: 9 };
    expect(withEdge(range, "start", -3, 20)).toEqual({ start: 0, end: 9 });
    expect(withEdge(range, "start", 15, 20)).toEqual({ start: 8, end: 9 });
    expect(withEdge(range, "end", 1, 20)).toEqual({ start: 4, end: 5 });
    expect(withEdge(range, "end", 99, 20)).toEqual({ start: 4, end: 20 });
  });

  it.each([
    ["a letter", "ab", 0, "character", true, 1],
    ["a letter back", "ab", 2, "character", false, 1],
    ["a flag", "🇳🇴b", 0, "character", true, 4],
    ["a ship back", "a🚢", 3, "character", false, 1],
    ["the end", "ab", 2, "character", true, 2],
    ["a word's end", "one two three", 3, "word", true, 7],
    ["a word's beginning", "one two three", 7, "word", false, 4],
    ["the last word's end", "one two.", 7, "word", true, 8],
    ["all", "one two", 3, "all", true, 7],
    ["all back", "one two", 3, "all", false, 0],
  ] as const)("goes by %s", (_, text, from, step, isForward, to) => {
    expect(stepFrom(text, from, step, isForward)).toBe(to);
  });
});
