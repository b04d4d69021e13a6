import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { plainText } from "../../domain/schema/plain-text.ts";
import type { Highlight } from "../editor/highlight-segments.ts";
import { markPassages } from "./mark-passages.ts";

const words = (text: string): BulletinNode => ({ type: "text", text });
const paragraph = (...content: BulletinNode[]): BulletinNode => ({ type: "paragraph", content });
const highlight = (id: string, start: number, end: number): Highlight => ({
  id,
  start,
  end,
  kind: "comment",
  state: "anchored",
  isPending: false,
  isResolved: false,
});
const nothing = { highlights: [], activeId: null, draft: null, within: { start: 0, end: 100 } };

describe("markPassages", () => {
  const document: BulletinNode = {
    type: "doc",
    content: [
      paragraph(words("abcd"), { type: "hardBreak" }, { ...words("ef"), marks: [{ type: "bold" }] }),
      { type: "bulletList", content: [{ type: "listItem", content: [paragraph(words("gh"))] }] },
    ],
  };
  const drawn = (marking: Parameters<typeof markPassages>[1]) =>
    [...markPassages(document, marking).pieces.values()].map((pieces) =>
      pieces.map(({ text, around }) => [text, around?.tag ?? null, around?.attributes["data-annotations"] ?? null]),
    );

  it("leaves text without marks whole", () => {
    expect(markPassages(document, nothing)).toEqual({ document, pieces: new Map(), plain: "abcd\nef\n\ngh" });
  });

  it("cuts a passage over runs, breaks and blocks, where others overlap too", () => {
    expect(drawn({ ...nothing, highlights: [highlight("1", 2, 10), highlight("2", 3, 6)] })).toEqual([
      [
        ["ab", null, null],
        ["c", "mark", "1"],
        ["d", "mark", "1 2"],
      ],
      [["\n", "mark", "1 2"]],
      [
        ["e", "mark", "1 2"],
        ["f", "mark", "1"],
      ],
      [
        ["g", "mark", "1"],
        ["h", null, null],
      ],
    ]);
  });

  it("draws the picked one and the draft over what lies there", () => {
    const [first] = markPassages(document, {
      ...nothing,
      highlights: [highlight("1", 1, 3)],
      activeId: "1",
      draft: { kind: "claim", range: { start: 2, end: 4 } },
    }).pieces.values();
    expect(first?.map(({ text, around }) => [text, around?.tag, around?.attributes.class])).toEqual([
      ["a", undefined, undefined],
      ["b", "mark", "mark mark-active"],
      ["c", "mark", "mark mark-draft mark-active"],
      ["d", "span", "mark-draft"],
    ]);
    expect(first?.[3]?.around?.attributes).toEqual({ class: "mark-draft", "data-draft": "", "data-kind": "claim" });
    expect(first?.[1]?.around?.attributes["data-active"]).toBe("");
  });

  it("covers each passage's characters and no others, whatever overlaps", () => {
    const text = fc.string({ minLength: 1, maxLength: 6 });
    const blocks = fc.array(fc.array(text, { maxLength: 3 }), { minLength: 1, maxLength: 4 });
    // No more than a piece names.
    const ranges = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 5 });
    fc.assert(
      fc.property(blocks, ranges, (texts, all) => {
        const content = texts.map((runs) => paragraph(...runs.map(words)));
        const plain = plainText({ type: "doc", content });
        const highlights = all.map(([a, b], id) => highlight(String(id), Math.min(a, b), Math.max(a, b)));
        const { pieces } = markPassages({ type: "doc", content }, { ...nothing, highlights });
        for (const { id, start, end } of highlights) {
          const covered = [...pieces.values()]
            .flat()
            .filter(({ around }) => around?.attributes["data-annotations"]?.split(" ").includes(id))
            .map((piece) => piece.text)
            .join("");
          // Separators between blocks are in no run.
          let expected = "";
          let offset = 0;
          texts.forEach((runs, index) => {
            if (index > 0) offset += 2;
            const block = runs.join("");
            expected += block.slice(Math.max(0, start - offset), Math.max(0, end - offset));
            offset += block.length;
          });
          expect(covered).toBe(expected);
          expect(plain.length).toBe(offset);
        }
        for (const [node, cut] of pieces) expect(cut.map((piece) => piece.text).join("")).toBe(node.text);
      }),
    );
  });
});
