import { describe, expect, it } from "vitest";
import { Doc, XmlElement, XmlText } from "yjs";
import { readTextMap, textFragment } from "../../domain/ydoc/text-map.ts";
import { proposeAnchor, trimRange } from "./selection-anchor.ts";

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

describe("proposeAnchor", () => {
  it("holds a passage over two paragraphs by positions and quote", () => {
    const doc = new Doc();
    const paragraphs = ["first words", "second words"].map((words) => {
      const paragraph = new XmlElement("paragraph");
      paragraph.insert(0, [new XmlText(words)]);
      return paragraph;
    });
    textFragment(doc).insert(0, paragraphs);
    const map = readTextMap(doc);
    const anchor = proposeAnchor(map, { start: 6, end: 19 });
    expect(anchor).toMatchObject({ quote: "words\n\nsecond", prefix: "first ", suffix: " words", near: 6 });
    expect([map.offsetOf(anchor.start ?? ""), map.offsetOf(anchor.end ?? "")]).toEqual([6, 19]);
  });
});
