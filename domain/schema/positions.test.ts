import { Node } from "@tiptap/pm/model";
import { prosemirrorToYXmlFragment, yXmlFragmentToProseMirrorRootNode } from "@tiptap/y-tiptap";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { readTextMap, textFragment } from "../ydoc/text-map.ts";
import type { BulletinNode } from "./document.ts";
import { bulletinSchema } from "./extensions.ts";
import { plainText } from "./plain-text.ts";
import { mapPositions } from "./positions.ts";

const schema = bulletinSchema();

const words = fc.stringMatching(/^[a-zé 😀\u{1f1e9}]{1,8}$/u);
const text = fc
  .record(
    { type: fc.constant("text" as const), text: words, bold: fc.boolean() },
    { requiredKeys: ["type", "text", "bold"] },
  )
  .map(({ type, text, bold }): BulletinNode => ({ type, text, ...(bold ? { marks: [{ type: "bold" }] } : {}) }));
const inline = fc.array(fc.oneof(text, fc.constant<BulletinNode>({ type: "hardBreak" })), { maxLength: 4 });

const { block } = fc.letrec<{ block: BulletinNode; item: BulletinNode; cell: BulletinNode }>((tie) => {
  const paragraph = inline.map((content): BulletinNode => ({ type: "paragraph", content }));
  const list = fc.record({
    type: fc.constantFrom("bulletList" as const, "orderedList" as const),
    content: fc.array(tie("item"), { minLength: 1, maxLength: 3 }),
  });
  const row = fc.array(tie("cell"), { minLength: 1, maxLength: 3 });
  return {
    item: fc
      .tuple(paragraph, fc.array(tie("block"), { maxLength: 1 }))
      .map(([first, rest]): BulletinNode => ({ type: "listItem", content: [first, ...rest] })),
    cell: fc
      .array(paragraph, { minLength: 1, maxLength: 2 })
      .map((content): BulletinNode => ({ type: "tableCell", content })),
    block: fc.oneof(
      { maxDepth: 3, depthIdentifier: "block" },
      paragraph,
      inline.map((content): BulletinNode => ({ type: "heading", attrs: { level: 2 }, content })),
      list,
      fc
        .array(tie("block"), { minLength: 1, maxLength: 2 })
        .map((content): BulletinNode => ({ type: "blockquote", content })),
      fc.array(row, { minLength: 1, maxLength: 2 }).map(
        (rows): BulletinNode => ({
          type: "table",
          content: rows.map((content): BulletinNode => ({ type: "tableRow", content })),
        }),
      ),
    ),
  };
});
const document = fc
  .array(block, { minLength: 1, maxLength: 5 })
  .map((content): BulletinNode => ({ type: "doc", content }));

const docOf = (json: BulletinNode): Node => {
  const doc = Node.fromJSON(schema, json);
  doc.check();
  return doc;
};

describe("mapPositions", () => {
  it("reads the same text as the plain text of the JSON and as the Yjs document", () => {
    fc.assert(
      fc.property(document, (json) => {
        const doc = docOf(json);
        const { text } = mapPositions(doc);
        expect(text).toBe(plainText(json));
        const ydoc = new Y.Doc();
        prosemirrorToYXmlFragment(doc, textFragment(ydoc));
        expect(readTextMap(ydoc).text).toBe(text);
        expect(mapPositions(yXmlFragmentToProseMirrorRootNode(textFragment(ydoc), schema)).text).toBe(text);
      }),
    );
  });

  it("leads each range to exactly its characters, and back", () => {
    fc.assert(
      fc.property(document, fc.nat(), fc.nat(), (json, one, other) => {
        const doc = docOf(json);
        const map = mapPositions(doc);
        const [start, end] = [one % (map.text.length + 1), other % (map.text.length + 1)].sort((a, b) => a - b) as [
          number,
          number,
        ];
        const spans = map.spansOf({ start, end });
        let at = start;
        for (const { from, to } of spans) {
          const words = doc.textBetween(from, to, "", "\n");
          expect(words).toHaveLength(to - from);
          const found = map.text.indexOf(words, at);
          // Between two spans stand separators alone.
          expect(map.text.slice(at, found)).toMatch(/^[\n\t]*$/);
          at = found + words.length;
        }
        expect(map.text.slice(at, end)).toMatch(/^[\n\t]*$/);
        const [first, last] = [spans[0], spans.at(-1)];
        if (!first || !last) return;
        const back = map.rangeOf({ from: first.from, to: last.to });
        expect(back && map.text.slice(start, back.start)).toMatch(/^[\n\t]*$/);
        expect(back && map.text.slice(back.end, end)).toMatch(/^[\n\t]*$/);
      }),
    );
  });

  it("finds no characters between two empty paragraphs", () => {
    const doc = docOf({ type: "doc", content: [{ type: "paragraph" }, { type: "paragraph" }] });
    expect(mapPositions(doc).rangeOf({ from: 1, to: 3 })).toBeNull();
  });

  it("takes a position at a block's edge to the nearest character within the selection", () => {
    const paragraph = (words: string): BulletinNode => ({
      type: "paragraph",
      content: [{ type: "text", text: words }],
    });
    const doc = docOf({ type: "doc", content: [paragraph("ab"), { type: "paragraph" }, paragraph("cd")] });
    const map = mapPositions(doc);
    // From behind "ab" to before "d".
    expect(map.rangeOf({ from: 3, to: 8 })).toEqual({ start: 6, end: 7 });
    expect(map.text.slice(6, 7)).toBe("c");
  });
});
