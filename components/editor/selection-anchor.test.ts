import { describe, expect, it } from "vitest";
import { Doc, XmlElement, XmlText } from "yjs";
import { readTextMap, textFragment } from "../../domain/ydoc/text-map.ts";
import { proposeAnchor } from "./selection-anchor.ts";

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
