import { describe, expect, it } from "vitest";
import { plainText } from "../../domain/schema/plain-text.ts";
import { readMarkdown } from "./read-markdown.ts";

const texts = (markdown: string): string => plainText(readMarkdown(markdown));

describe("readMarkdown", () => {
  it("reads what the schema knows", () => {
    const document = readMarkdown(
      "## Head\n\nOne **bold** *it*\nand [link](#x)  \nbreak\n\n3. a\n   - b\n\n> q\n\n|h|i|\n|-|-|\n|c|d|",
    );
    expect(document.content?.map(({ type }) => type)).toEqual([
      "heading",
      "paragraph",
      "orderedList",
      "blockquote",
      "table",
    ]);
    expect(document.content?.[2]?.attrs).toEqual({ start: 3 });
    expect(document.content?.[1]?.content).toEqual([
      { type: "text", text: "One " },
      { type: "text", text: "bold", marks: [{ type: "bold" }] },
      { type: "text", text: " " },
      { type: "text", text: "it", marks: [{ type: "italic" }] },
      { type: "text", text: " and " },
      { type: "text", text: "link", marks: [{ type: "link", attrs: { href: "#x" } }] },
      { type: "hardBreak" },
      { type: "text", text: "break" },
    ]);
    expect(texts("|h|i|\n|-|-|\n|c|d|")).toBe("h\ti\nc\td");
  });

  it.each([
    ["images", '![alt](a.png "title")', '![alt](a.png "title")'],
    ["code with a language", "```js\na\nb\n```", "```js\na\nb\n```"],
    ["code", "    a\n    b", "a\nb"],
    ["HTML", "<b>x</b> <!-- y -->", "<b>x</b> <!-- y -->"],
    ["strikethrough", "~~a~~", "~~a~~"],
    ["unsafe links", "[a](javascript:b)", "[a](javascript:b)"],
    ["titles of links", '[a](#b "c d")', "a (c d)"],
    ["links without words", "[](https://example.org)", "https://example.org"],
    ["definitions that nothing uses", "a\n\n[x]: https://example.org", "a\n\n[x]: https://example.org"],
    ["definitions that a link uses", "[a][x]\n\n[x]: https://example.org", "a"],
    ["cells beyond a table's width", "|a|\n|-|\n|b|c|", "|a|\n|-|\n|b|c|"],
  ])("keeps %s as text", (_, markdown, text) => {
    expect(texts(markdown)).toBe(text);
  });

  it("loses nothing in nesting that its parser would drop", () => {
    expect(texts(`${"> ".repeat(30)}words`)).toBe("words");
    expect(texts(`${"> ".repeat(500)}words`)).toContain("words");
  });

  it("reads a text of nothing but markup as plain text", () => {
    const hostile = "[".repeat(1_000_000);
    expect(readMarkdown(hostile).content).toEqual([{ type: "paragraph", content: [{ type: "text", text: hostile }] }]);
  });
});
