import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { BulletinText } from "./bulletin-text.tsx";

const html = (...content: BulletinNode[]) =>
  renderToStaticMarkup(<BulletinText document={{ type: "doc", content }} />).replace(/^<div[^>]*>|<\/div>$/g, "");

test("marks nest, and a heading of the first level gives way to the title", () => {
  expect(
    html(
      { type: "heading", attrs: { level: 1 }, content: [{ type: "text", text: "Head" }] },
      {
        type: "paragraph",
        content: [
          { type: "text", text: "run in", marks: [{ type: "bold" }, { type: "italic" }] },
          { type: "hardBreak" },
          { type: "text", text: "a <b>", marks: [{ type: "link", attrs: { href: "https://example.org/" } }] },
        ],
      },
    ),
  ).toBe(
    '<h2>Head</h2><p><em><strong>run in</strong></em><br/><a href="https://example.org/" target="_blank" rel="noopener noreferrer">a &lt;b&gt;</a></p>',
  );
});

test("lists keep their start and tables their spans", () => {
  const item: BulletinNode = {
    type: "listItem",
    content: [{ type: "paragraph", content: [{ type: "text", text: "x" }] }],
  };
  expect(html({ type: "orderedList", attrs: { start: 3 }, content: [item] })).toBe(
    '<ol start="3"><li><p>x</p></li></ol>',
  );
  const cell: BulletinNode = { type: "tableCell", attrs: { colspan: 2 }, content: [] };
  expect(html({ type: "table", content: [{ type: "tableRow", content: [cell] }] })).toContain('<td colSpan="2"></td>');
});

test("a link that could run something is words only, and one that leads nowhere can't be followed", () => {
  const link = (href: string) =>
    html({ type: "paragraph", content: [{ type: "text", text: "x", marks: [{ type: "link", attrs: { href } }] }] });
  expect(link("java\nscript:alert(1)")).toBe("<p>x</p>");
  expect(link("#")).toBe("<p><a>x</a></p>");
  expect(link("#note")).toBe('<p><a href="#note">x</a></p>');
});
