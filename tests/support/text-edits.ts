/** Random edits of a bulletin's text, for property tests. */

import fc from "fast-check";
import type { BulletinNode } from "../../domain/schema/document.ts";
import type { Edit } from "./text-client.ts";

// Not fc.double, which nearly always draws numbers close to 0.
const at = fc.nat(9999).map((parts) => parts / 10_000);
const near = fc.tuple(fc.nat(9999), fc.nat(1500)).map(([from, length]) => ({
  from: from / 10_000,
  to: Math.min(9999, from + length) / 10_000,
}));
const WORDS = ["a", "sanctions ", "the regime", "\u{1F600}", "e\u0301", " ", "ship-to-ship", "12 %", "制裁"];

export const typedWords = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 })
  .map((words) => words.join(""));

export const edits: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("type"), at, text: typedWords }) },
  { weight: 3, arbitrary: near.map((range) => ({ do: "delete" as const, ...range })) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("split"), at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("join"), at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("break"), at }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(near, fc.constantFrom("bold", "italic", "unmark"))
      .map(([range, mark]) => ({ do: mark, ...range })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(near, fc.constantFrom("https://example.org/a", "mailto:a@example.org", "#note"))
      .map(([range, href]) => ({ do: "link" as const, ...range, href })),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("heading"), at, level: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("paragraph"), at }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("wrap"),
      at,
      in: fc.constantFrom("bulletList", "orderedList", "blockquote"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("start"), at, start: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("lift"), at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("move"), from: at, to: at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("table"), at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("undo", "redo") }) },
) as fc.Arbitrary<Edit>;

const text = (words: string): BulletinNode => ({ type: "text", text: words });
export const paragraph = (...words: string[]): BulletinNode => ({ type: "paragraph", content: words.map(text) });

/** One of each kind of block, with an empty paragraph. */
export const SAMPLE: BulletinNode = {
  type: "doc",
  content: [
    { type: "heading", attrs: { level: 2 }, content: [text("Shipping under other flags")] },
    {
      type: "paragraph",
      content: [
        text("Ships change "),
        { ...text("names"), marks: [{ type: "bold" }] },
        text(" and flags; see "),
        { ...text("the list"), marks: [{ type: "link", attrs: { href: "https://example.org/list" } }] },
        text("."),
      ],
    },
    { type: "paragraph" },
    {
      type: "bulletList",
      content: [
        { type: "listItem", content: [paragraph("first point"), paragraph("more of it")] },
        { type: "listItem", content: [paragraph("second point")] },
      ],
    },
    {
      type: "orderedList",
      attrs: { start: 3, type: null },
      content: [{ type: "listItem", content: [paragraph("third step")] }],
    },
    { type: "blockquote", content: [paragraph("A quoted sentence, quite long, about \u{1F6A2} ships.")] },
    { type: "paragraph", content: [text("One line"), { type: "hardBreak" }, text("and another")] },
    {
      type: "table",
      content: [
        {
          type: "tableRow",
          content: [
            { type: "tableHeader", content: [paragraph("Port")] },
            { type: "tableCell", content: [paragraph("Calls")] },
          ],
        },
      ],
    },
    paragraph("A last paragraph with some words in it."),
  ],
};
