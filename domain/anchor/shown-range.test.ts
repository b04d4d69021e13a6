import { describe, expect, it } from "vitest";
import { Doc, XmlElement, XmlText } from "yjs";
import { readTextMap, textFragment } from "../ydoc/text-map.ts";
import { type Anchor, quoteOf } from "./anchor.ts";
import { shownRange } from "./shown-range.ts";

function docWith(words: string): { doc: Doc; text: XmlText } {
  const doc = new Doc();
  const text = new XmlText(words);
  const paragraph = new XmlElement("paragraph");
  paragraph.insert(0, [text]);
  textFragment(doc).insert(0, [paragraph]);
  return { doc, text };
}

function anchorAt(doc: Doc, start: number, end: number, change: Partial<Anchor> = {}): Anchor {
  const map = readTextMap(doc);
  const positions = map.positionsOf({ start, end }) ?? { start: null, end: null };
  return { ...quoteOf(map.text, { start, end }), ...positions, state: "anchored", ...change };
}

describe("shownRange", () => {
  it("follows its words", () => {
    const { doc, text } = docWith("one two three");
    const anchor = anchorAt(doc, 4, 7);
    text.insert(0, "zero ");
    expect(shownRange(readTextMap(doc), anchor)).toEqual({ start: 9, end: 12 });
  });

  it("gives no place on other words", () => {
    const { doc, text } = docWith("one two three");
    const anchor = anchorAt(doc, 4, 7);
    text.insert(5, "xylophone quartets");
    text.delete(4, 1);
    expect(shownRange(readTextMap(doc), anchor)).toBeNull();
  });

  it("gives no place to what this copy does not know yet", () => {
    const { doc } = docWith("one two three");
    expect(shownRange(readTextMap(docWith("one two three").doc), anchorAt(doc, 4, 7))).toBeNull();
    expect(shownRange(readTextMap(doc), anchorAt(doc, 4, 7, { state: "detached" }))).toBeNull();
    expect(shownRange(readTextMap(doc), null)).toBeNull();
  });

  it("leaves an uncertain one where the server put it", () => {
    const { doc } = docWith("one two three");
    const anchor = anchorAt(doc, 4, 7, { state: "uncertain", quote: "something else" });
    expect(shownRange(readTextMap(doc), anchor)).toEqual({ start: 4, end: 7 });
  });
});
