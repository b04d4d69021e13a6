import { describe, expect, it } from "vitest";
import { trimRange } from "./trim-range.ts";

describe("trimRange", () => {
  it("drops white space and the separators of blocks at the edges", () => {
    const text = "one \n\n two\u00a0\n\nthree";
    const range = trimRange(text, { start: 3, end: 13 });
    expect(range && text.slice(range.start, range.end)).toBe("two");
  });

  it("is null without words", () => {
    expect(trimRange("a\n\n b", { start: 1, end: 4 })).toBeNull();
  });
});
