/** Random bulletins: few words, so that they come again, and sentences that stand in several places on purpose. */

import fc from "fast-check";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { write } from "./letters.ts";

const VOCABULARY = [
  ..."a the of to ship ships sanctions regime vessel list report names flags port oil coal panel and in".split(" "),
  ..."2017 2018 12 % Kimchaek transferred between owners signed again never".split(" "),
  ..."\u{1F6A2} \u{1F6A2}\u{1F1F0} \u{1F4C4} 制裁 e\u0301tat designated".split(" "),
];

export const words = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...VOCABULARY), { minLength, maxLength }).map((all) => all.join(" "));

const sentence = words(2, 22).map((all) => `${all}.`);

type Kind = "paragraph" | "heading" | "list" | "quote" | "table" | "lines";

interface Block {
  kind: Kind;
  texts: string[];
  /** Of which earlier block a copy stands here, alone or amid words of its own. */
  twin: { of: number; isAmid: boolean } | null;
  /** Which words are bold and which are a link. */
  marks: number;
}

const block: fc.Arbitrary<Block> = fc.record({
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Kind>("paragraph") },
    { weight: 5, arbitrary: fc.constantFrom<Kind>("heading", "list", "quote", "table", "lines") },
  ),
  texts: fc.tuple(sentence, sentence).map((both) => [...both]),
  twin: fc.option(fc.record({ of: fc.nat(5), isAmid: fc.boolean() }), { freq: 3 }),
  marks: fc.nat(40),
});

export type Bulletin = Block[];

export const bulletins: fc.Arbitrary<Bulletin> = fc.array(block, { minLength: 2, maxLength: 7 });

/** With letters that are each one of a kind. */
export function bulletinOf(blocks: Bulletin): BulletinNode {
  return { type: "doc", content: blocks.map((each, index) => blockOf(each, blocks.slice(0, index))) };
}

function blockOf({ kind, texts: own, twin, marks }: Block, earlier: Bulletin): BulletinNode {
  const copied = twin && earlier[twin.of]?.texts[0];
  const [one = "", two = ""] = own;
  const first = copied ? (twin.isAmid ? `${two} ${copied} ${one}` : copied) : one;
  const lines = [first, two].map((text) => inline(text, marks));
  const [head = [], tail = []] = lines;
  const paragraph = (content: BulletinNode[]): BulletinNode => ({ type: "paragraph", content });
  switch (kind) {
    case "paragraph":
      return paragraph(head);
    case "heading":
      return { type: "heading", attrs: { level: 2 }, content: head };
    case "list":
      return {
        type: "bulletList",
        content: lines.map((line) => ({ type: "listItem", content: [paragraph(line)] })),
      };
    case "quote":
      return { type: "blockquote", content: [paragraph(head)] };
    case "table":
      return {
        type: "table",
        content: [
          {
            type: "tableRow",
            content: lines.map((line) => ({ type: "tableCell", content: [paragraph(line)] })),
          },
        ],
      };
    case "lines":
      return paragraph([...head, { type: "hardBreak" }, ...tail]);
  }
}

/** The word at `marks` is bold, the one behind it a link. */
function inline(text: string, marks: number): BulletinNode[] {
  return text.split(/(?<= )/).map((word, index) => {
    const node: BulletinNode = { type: "text", text: write(word) };
    if (index === marks) node.marks = [{ type: "bold" }];
    if (index === marks + 1) node.marks = [{ type: "link", attrs: { href: "https://example.org/list" } }];
    return node;
  });
}
