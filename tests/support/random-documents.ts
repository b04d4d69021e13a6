/** Random documents and revisions of them, for property tests of new editions. */

import fc from "fast-check";
import type { BulletinMark, BulletinNode } from "../../domain/schema/document.ts";

const WORDS =
  "the of and ship port sanctions regime cable winter permit repair \u{1F6A2} 12 % 制裁 état fleet list rule".split(
    " ",
  );

const mark = fc.constantFrom<BulletinMark>(
  { type: "bold" },
  { type: "italic" },
  { type: "link", attrs: { href: "https://example.org/a" } },
  { type: "link", attrs: { href: "#" } },
);
const words = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 9 }).map((all) => all.join(" "));
const run = fc
  .record({ text: words, marks: fc.uniqueArray(mark, { maxLength: 2, selector: ({ type }) => type }) })
  .map(({ text, marks }): BulletinNode => ({ type: "text", text: `${text} `, ...(marks.length > 0 ? { marks } : {}) }));
const inline = fc.array(
  fc.oneof({ weight: 5, arbitrary: run }, { weight: 1, arbitrary: fc.constant<BulletinNode>({ type: "hardBreak" }) }),
  { maxLength: 5 },
);
const paragraph = inline.map((content): BulletinNode => ({ type: "paragraph", content }));
const heading = fc
  .tuple(inline, fc.integer({ min: 1, max: 6 }))
  .map(([content, level]): BulletinNode => ({ type: "heading", attrs: { level }, content }));
const items = fc.array(paragraph, { minLength: 1, maxLength: 4 });
const list = fc.tuple(items, fc.option(fc.integer({ min: 1, max: 9 }))).map(([all, start]): BulletinNode => {
  const content = all.map((item): BulletinNode => ({ type: "listItem", content: [item] }));
  return start === null ? { type: "bulletList", content } : { type: "orderedList", attrs: { start }, content };
});
const table = fc.array(items, { minLength: 1, maxLength: 3 }).map(
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
const quotation = items.map((content): BulletinNode => ({ type: "blockquote", content }));
const block = fc.oneof({ weight: 5, arbitrary: paragraph }, heading, list, table, quotation);

export const documents = fc
  .array(block, { minLength: 1, maxLength: 9 })
  .map((content): BulletinNode => ({ type: "doc", content }));

type Revision =
  | { do: "reword" | "mark" | "cut"; at: number; within: number; words: string; mark: BulletinMark }
  | { do: "move" | "swap" | "copy" | "split" | "join" | "delete"; at: number; to: number }
  | { do: "insert"; at: number; block: BulletinNode };

export const revisions: fc.Arbitrary<Revision[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constantFrom("reword", "mark", "cut"),
        at: fc.nat(99),
        within: fc.nat(99),
        words,
        mark,
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constantFrom("move", "swap", "copy", "split", "join", "delete"),
        at: fc.nat(99),
        to: fc.nat(99),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("insert"), at: fc.nat(99), block }) },
  ) as fc.Arbitrary<Revision>,
  { minLength: 1, maxLength: 6 },
);

/** The document revised; it always holds a block. */
export function revise(document: BulletinNode, all: readonly Revision[]): BulletinNode {
  const content = structuredClone(document.content ?? []);
  for (const revision of all) reviseBlocks(content, revision);
  return { type: "doc", content: content.length > 0 ? content : [{ type: "paragraph" }] };
}

function reviseBlocks(blocks: BulletinNode[], revision: Revision): void {
  const at = revision.at % Math.max(1, blocks.length);
  const here = blocks[at];
  if (revision.do === "insert") blocks.splice(at, 0, structuredClone(revision.block));
  else if (!here) return;
  else if (revision.do === "reword" || revision.do === "mark" || revision.do === "cut") reviseWords(here, revision);
  else if (revision.do === "delete") blocks.splice(at, 1);
  else if (revision.do === "move") blocks.splice(revision.to % blocks.length, 0, ...blocks.splice(at, 1));
  else if (revision.do === "copy") blocks.splice(revision.to % blocks.length, 0, structuredClone(here));
  else if (revision.do === "swap") {
    const to = revision.to % blocks.length;
    const other = blocks[to];
    if (other) [blocks[at], blocks[to]] = [other, here];
  } else if (here.type !== "paragraph") return;
  else if (revision.do === "split") {
    const cut = revision.to % (1 + (here.content?.length ?? 0));
    const rest = here.content?.splice(cut) ?? [];
    blocks.splice(at + 1, 0, { type: "paragraph", content: rest });
  } else {
    const next = blocks[at + 1];
    if (next?.type !== "paragraph") return;
    here.content = [...(here.content ?? []), ...(next.content ?? [])];
    blocks.splice(at + 1, 1);
  }
}

const runsIn = (node: BulletinNode): BulletinNode[] =>
  node.type === "text" ? [node] : (node.content ?? []).flatMap(runsIn);

function reviseWords(
  block: BulletinNode,
  { do: what, within, words: other, mark }: Extract<Revision, { within: number }>,
) {
  const runs = runsIn(block);
  const chosen = runs[within % Math.max(1, runs.length)];
  if (!chosen?.text) return;
  const tokens = chosen.text.split(/(?<= )/);
  const at = within % tokens.length;
  if (what === "reword") tokens.splice(at, 1, `${other} `);
  else if (what === "cut" && tokens.length > 1) tokens.splice(at, 1);
  else if (what === "mark") {
    const others = (chosen.marks ?? []).filter(({ type }) => type !== mark.type);
    chosen.marks = others.length === (chosen.marks ?? []).length ? [...others, mark] : others;
  }
  chosen.text = tokens.join("");
}
