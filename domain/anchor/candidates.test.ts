import { describe, expect, it } from "vitest";
import { candidatesFor, doubtOf } from "./candidates.ts";

const TEXT = "Ships left in May. The port closed. Ships left in June. The port opened.";
const at = (words: string, from = 0) => {
  const start = TEXT.indexOf(words, from);
  return { start, end: start + words.length };
};
const wanted = { quote: "Ships left", prefix: "port closed. ", suffix: " in June" };

describe("places where an uncertain passage may lie", () => {
  it("begin with the one that is shown, then the most alike", () => {
    const shown = at("Ships left");
    const found = candidatesFor(TEXT, wanted, shown);
    expect(found.map(({ start, isShown }) => [start, isShown])).toEqual([
      [0, true],
      [at("Ships left", 5).start, false],
    ]);
    expect(candidatesFor(TEXT, wanted, null).map(({ start }) => start)).toEqual([at("Ships left", 5).start, 0]);
  });

  it("show what stands there and around it, also when it is something else", () => {
    const [first, ...others] = candidatesFor(TEXT, { ...wanted, quote: "Boats left" }, at("Ships left"));
    expect(first).toMatchObject({ quote: "Ships left", suffix: TEXT.slice(10, 42), prefix: "" });
    expect(others).toEqual([]);
  });

  it("are five at most", () => {
    const text = "the ".repeat(50);
    expect(candidatesFor(text, { quote: "the", prefix: "", suffix: "" }, null)).toHaveLength(5);
  });
});

describe("the doubt", () => {
  it.each([
    ["twins", "Ships left", at("Ships left")],
    ["surroundings", "in May", at("in May")],
    ["surroundings", "in May", null],
    ["words", "Boats sailed", at("Ships left")],
    ["words", "in May", at("Ships left")],
  ] as const)("is about %s: %s", (doubt, quote, shown) => {
    expect(doubtOf(TEXT, { ...wanted, quote }, shown)).toBe(doubt);
  });
});
