import { describe, expect, it } from "vitest";
import { plainText } from "../../domain/schema/plain-text.ts";
import { readHtml } from "./read-html.ts";

describe("readHtml", () => {
  it("keeps blocks, marks and links that the schema knows", () => {
    const html = `<!doctype html><head><title>T</title><style>p{}</style></head><h2>Head</h2>
      <p>One <b>bold <i>both</i></b>  two<br>three <a href="https://example.org/x">link</a>.</p>
      <ol start="3"><li>a<ul><li>b</ul><li><h3>c</h3></ol><blockquote>q</blockquote><script>alert(1)</script>`;
    const text = (value: string) => ({ type: "text", text: value });
    const item = (...content: unknown[]) => ({ type: "listItem", content });
    const paragraph = (...content: unknown[]) => ({ type: "paragraph", content });
    expect(readHtml(html)).toEqual({
      type: "doc",
      content: [
        { type: "heading", attrs: { level: 2 }, content: [text("Head")] },
        paragraph(
          text("One "),
          { type: "text", text: "bold ", marks: [{ type: "bold" }] },
          { type: "text", text: "both", marks: [{ type: "bold" }, { type: "italic" }] },
          text(" two"),
          { type: "hardBreak" },
          text("three "),
          { type: "text", text: "link", marks: [{ type: "link", attrs: { href: "https://example.org/x" } }] },
          text("."),
        ),
        {
          type: "orderedList",
          attrs: { start: 3 },
          content: [
            item(paragraph(text("a")), { type: "bulletList", content: [item(paragraph(text("b")))] }),
            item(paragraph(text("c"))),
          ],
        },
        { type: "blockquote", content: [paragraph(text("q"))] },
      ],
    });
  });

  it.each([
    "javascript:alert(1)",
    " JaVa\tScript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "&#106;avascript:x",
    "file:///etc",
  ])("keeps the words of a link to %s and drops the target", (href) => {
    expect(readHtml(`<p><a href="${href}" onclick="x()">words</a></p>`).content).toEqual([
      { type: "paragraph", content: [{ type: "text", text: "words" }] },
    ]);
  });

  it("drops what is no text of the page, with everything in it", () => {
    const html = "<p>a</p><script>b<b>c</b></script><style>d</style><template><p>e</p></template><!-- f --><p>g</p>";
    expect(plainText(readHtml(html))).toBe("a\n\ng");
  });

  it("makes tables even: spans become empty cells", () => {
    const html = "<table><tr><th rowspan=2>a<td colspan=2>b<tr><td>c<tr><td>d</table>";
    expect(plainText(readHtml(html))).toBe("a\tb\t\n\tc\t\nd\t\t");
  });

  it("flattens deep nesting and keeps the words, and refuses what is beyond reason", () => {
    const deep = (times: number): string => `${"<blockquote>".repeat(times)}words${"</blockquote>".repeat(times)}`;
    expect(plainText(readHtml(deep(900)))).toBe("words");
    expect(() => readHtml(deep(100_000))).toThrow("nests more than 1000");
    expect(() => readHtml(`<table>${"<tr><td colspan=50 rowspan=50>a".repeat(5_000)}`)).toThrow("split it");
  });

  it("keeps the lines of preformatted text", () => {
    expect(plainText(readHtml("<pre>a\n  b</pre>"))).toBe("a\n  b");
  });
});
