import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { align } from "./align.ts";

const kept = (before: string, now: string): string[] =>
  align(before, now).map(({ now: at, length }) => now.slice(at, at + length));

describe("what was kept", () => {
  it.each<[string, string, string, string[]]>([
    ["of the same words", "one two", "one two", ["one two"]],
    ["when a word was put in", "one two", "one more two", ["one ", "two"]],
    ["when a word was taken out", "one more two", "one two", ["one ", "two"]],
    ["when words were put before it", "The passage", "Of The passage", ["The passage"]],
    [
      "when much changed",
      "The ship left the port.",
      "Every ship that left port again.",
      [" ship ", "left ", "port", "."],
    ],
    ["when nothing did", "one two", "three", []],
    ["through a new break", "one two", "one \n\ntwo", ["one ", "two"]],
  ])("%s", (_, before, now, expected) => {
    expect(kept(before, now)).toEqual(expected);
  });

  it("does not count what is common by chance", () => {
    expect(kept("x The Yards y", "z Thy Card w")).toEqual([]);
  });

  it("stands in both, in the same order, and nothing twice", () => {
    const words = fc.array(fc.constantFrom("ship", "port", " ", "a", "\n", "list"), { maxLength: 30 });
    fc.assert(
      fc.property(words, words, (one, other) => {
        const [before, now] = [one.join(""), other.join("")];
        let last = { before: 0, now: 0 };
        for (const { before: from, now: at, length } of align(before, now)) {
          expect(length).toBeGreaterThan(0);
          expect(now.slice(at, at + length)).toBe(before.slice(from, from + length));
          expect(from >= last.before && at >= last.now).toBe(true);
          last = { before: from + length, now: at + length };
        }
        expect(last.before <= before.length && last.now <= now.length).toBe(true);
      }),
    );
  });

  it("is found in time also in long passages that repeat themselves", () => {
    align(`x${"ab ".repeat(5000)}`, `y${"ab ".repeat(5000)}z`);
    align(`x${"word after word ".repeat(500)}`, `${"after word word ".repeat(500)}y`);
  });
});
