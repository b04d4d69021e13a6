import { yXmlFragmentToProsemirrorJSON } from "@tiptap/y-tiptap";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { BulletinMark, BulletinNode } from "../schema/document.ts";
import { bulletinSchema } from "../schema/extensions.ts";
import { readBulletin } from "./read-bulletin.ts";
import { seedUpdate } from "./text-doc.ts";
import { textFragment } from "./text-map.ts";

/** Without nulls, empty attributes and marks' empty attributes, which Yjs keeps and a bulletin does not. */
function tidy({ type, attrs, content, text, marks }: BulletinNode): BulletinNode {
  const kept = Object.entries(attrs ?? {}).filter(([, value]) => value !== null);
  return {
    type,
    ...(kept.length > 0 ? { attrs: Object.fromEntries(kept) } : {}),
    ...(text === undefined ? {} : { text }),
    ...(content ? { content: content.map(tidy) } : {}),
    ...(marks?.length ? { marks: marks.map(tidyMark) } : {}),
  };
}
const tidyMark = ({ type, attrs }: BulletinMark): BulletinMark =>
  attrs && "href" in attrs ? { type, attrs } : { type };

/** What the editor's own binding reads. */
const readByEditor = (doc: Y.Doc): BulletinNode =>
  tidy(yXmlFragmentToProsemirrorJSON(textFragment(doc)) as BulletinNode);

const mark = fc.constantFrom<BulletinMark>(
  { type: "bold" },
  { type: "italic" },
  { type: "link", attrs: { href: "https://example.org/a" } },
  { type: "link", attrs: { href: "#" } },
);
const text = fc
  .record({
    words: fc.stringMatching(/^[a-zé 😀]{1,8}$/u),
    marks: fc.uniqueArray(mark, { maxLength: 3, selector: ({ type }) => type }),
  })
  .map(({ words, marks }): BulletinNode => ({ type: "text", text: words, ...(marks.length > 0 ? { marks } : {}) }));
const inline = fc.array(fc.oneof(text, fc.constant<BulletinNode>({ type: "hardBreak" })), { maxLength: 4 });
const paragraph = inline.map((content): BulletinNode => ({ type: "paragraph", content }));
const list = fc
  .tuple(fc.array(paragraph, { minLength: 1, maxLength: 3 }), fc.option(fc.nat(9)))
  .map(([items, start]): BulletinNode => {
    const content = items.map((item): BulletinNode => ({ type: "listItem", content: [item] }));
    return start === null ? { type: "bulletList", content } : { type: "orderedList", attrs: { start }, content };
  });
const table = fc.array(fc.array(paragraph, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 }).map(
  (rows): BulletinNode => ({
    type: "table",
    content: rows.map(
      (cells): BulletinNode => ({
        type: "tableRow",
        content: cells.map((cell): BulletinNode => ({ type: "tableCell", content: [cell] })),
      }),
    ),
  }),
);
const heading = fc
  .tuple(inline, fc.integer({ min: 1, max: 6 }))
  .map(([content, level]): BulletinNode => ({ type: "heading", attrs: { level }, content }));
const quotation = paragraph.map((content): BulletinNode => ({ type: "blockquote", content: [content] }));
const document = fc
  .array(fc.oneof(paragraph, heading, list, table, quotation), { minLength: 1, maxLength: 6 })
  .map((content): BulletinNode => ({ type: "doc", content }));

/** Edits as clients make them: words in, words out, words made bold, blocks gone. */
const edits = fc.array(fc.tuple(fc.constantFrom("insert", "delete", "format", "drop"), fc.nat(), fc.nat()), {
  maxLength: 12,
});

function textsIn(parent: Y.XmlFragment): Y.XmlText[] {
  return parent.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return [child];
    return child instanceof Y.XmlElement ? textsIn(child) : [];
  });
}

function edit(doc: Y.Doc, [what, one, other]: [string, number, number]): void {
  const root = textFragment(doc);
  if (what === "drop") {
    if (root.length > 1) root.delete(one % root.length, 1);
    return;
  }
  const texts = textsIn(root);
  const target = texts[one % Math.max(1, texts.length)];
  if (!target) return;
  const at = other % (target.length + 1);
  const rest = target.length - at;
  if (what === "insert") target.insert(at, "neu");
  else if (what === "delete" && rest > 0) target.delete(at, Math.ceil(rest / 2));
  else if (rest > 0) target.format(at, rest, { bold: other % 2 === 0 ? {} : null });
}

describe("readBulletin", () => {
  it("reads what the editor reads, whatever was edited", () => {
    fc.assert(
      fc.property(document, edits, (json, all) => {
        const doc = new Y.Doc();
        Y.applyUpdate(doc, seedUpdate(json));
        expect(readBulletin(doc)).toEqual(readByEditor(doc));
        for (const one of all) edit(doc, one);
        expect(readBulletin(doc)).toEqual(readByEditor(doc));
        const copy = new Y.Doc();
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
        expect(readBulletin(copy)).toEqual(readBulletin(doc));
      }),
    );
  });

  it("reads a document back as it was seeded", () => {
    fc.assert(
      fc.property(document, (json) => {
        const schema = bulletinSchema();
        const doc = new Y.Doc();
        Y.applyUpdate(doc, seedUpdate(json));
        const read = schema.nodeFromJSON(readBulletin(doc));
        expect(read.eq(schema.nodeFromJSON(schema.nodeFromJSON(json).toJSON()))).toBe(true);
      }),
    );
  });
});
