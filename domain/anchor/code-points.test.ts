import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromCodePoints, toCodePoints } from "./code-points.ts";

describe("code points", () => {
  it("are counted as JavaScript's iterator counts them, there and back", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "é", "\u{1F6A2}", "制", "e\u0301"), { maxLength: 30 }),
        fc.nat(60),
        fc.nat(60),
        (parts, a, b) => {
          const text = parts.join("");
          const points = [...text];
          const [start = 0, end = 0] = [a, b].map((at) => Math.min(at, points.length)).sort((x, y) => x - y);
          const range = fromCodePoints(text, { start, end });
          expect(text.slice(range.start, range.end)).toBe(points.slice(start, end).join(""));
          expect(toCodePoints(text, range)).toEqual({ start, end });
        },
      ),
    );
  });

  it("behind the end are the end", () => {
    expect(fromCodePoints("a\u{1F6A2}", { start: 1, end: 99 })).toEqual({ start: 1, end: 3 });
  });
});
