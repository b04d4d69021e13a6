/** Passages of every kind through every kind of edit, to the character. */

import type { Transform } from "@tiptap/pm/transform";
import { describe, expect, it } from "vitest";
import { schema, TextClient } from "../../tests/support/text-client.ts";
import { SAMPLE } from "../../tests/support/text-edits.ts";
import { mapPositions } from "../schema/positions.ts";
import { seedUpdate } from "../ydoc/text-doc.ts";
import { readTextMap } from "../ydoc/text-map.ts";
import { type Anchor, quoteOf, rangeOf, type TextRange } from "./anchor.ts";
import { withoutSpace } from "./bare-text.ts";
import { placeAnchor } from "./place.ts";
import { reviewAnchor } from "./review.ts";

const PASSAGES: [name: string, words: string][] = [
  ["the first word", "Shipping"],
  ["the last words", "in it."],
  ["a heading", "Shipping under other flags"],
  ["a heading and what follows", "flags\n\nShips change"],
  ["bold words", "names and"],
  ["a link", "the list"],
  ["half a link", "list."],
  ["two paragraphs of a list's item", "point\nmore of"],
  ["two items", "more of it\nsecond"],
  ["two lists", "second point\n\nthird step"],
  ["a quotation", "A quoted sentence, quite long, about \u{1F6A2} ships."],
  ["an emoji", "\u{1F6A2}"],
  ["up to an emoji", "about \u{1F6A2}"],
  ["two lines", "line\nand another"],
  ["cells of a table", "Port\tCalls"],
  ["a table and what follows", "Calls\n\nA last"],
  ["the end of a heading", "under other flags"],
];

interface Stretch {
  from: number;
  to: number;
}

type Change = (tr: Transform, passage: Stretch) => void;

const type = (tr: Transform, at: number): void => {
  tr.insert(at, schema.text("\u{1F4C4}new ", tr.doc.resolve(at).marks()));
};
const block = (tr: Transform, at: number): Stretch => {
  const place = tr.doc.resolve(at);
  return { from: place.before(1), to: place.after(1) };
};

/** What leaves the passage's words as they are. */
const CHANGES: [name: string, change: Change][] = [
  ["typing before it", (tr, { from }) => type(tr, tr.doc.resolve(from).start())],
  ["typing at its start", (tr, { from }) => type(tr, from)],
  ["typing at its end", (tr, { to }) => type(tr, to)],
  ["bold", (tr, { from, to }) => tr.addMark(from, to, schema.mark("bold"))],
  ["bold before it", (tr, { from }) => tr.addMark(tr.doc.resolve(from).start(), from, schema.mark("bold"))],
  ["a link", (tr, { from, to }) => tr.addMark(from, to, schema.mark("link", { href: "#a" }))],
  ["clearing its format", (tr, { from, to }) => tr.removeMark(from, to)],
  ["Enter before it", (tr, { from }) => tr.split(from)],
  ["Enter behind it", (tr, { to }) => tr.split(to)],
  ["making it a heading", (tr, { from, to }) => tr.setBlockType(from, to, headingType(), { level: 3 })],
  [
    "moving its first block to the end",
    (tr, { from }) => {
      const { from: start, to: end } = block(tr, from);
      const slice = tr.doc.slice(start, end);
      tr.insert(tr.doc.content.size, slice.content).delete(start, end);
    },
  ],
];

const headingType = () => {
  const type = schema.nodes.heading;
  if (!type) throw new Error("The schema has headings.");
  return type;
};

const open = () => new TextClient(100, seedUpdate(SAMPLE));

function mark(client: TextClient, words: string): Anchor {
  const index = readTextMap(client.doc);
  const start = index.text.indexOf(words);
  const range = { start, end: start + words.length };
  const positions = index.positionsOf(range);
  const anchor = positions && placeAnchor(index, { ...positions, ...quoteOf(index.text, range) });
  if (!anchor) throw new Error(`“${words}” is not in the text.`);
  return anchor;
}

function stretchOf(client: TextClient, range: TextRange): Stretch {
  const spans = mapPositions(client.shown).spansOf(range);
  const [first, last] = [spans[0], spans.at(-1)];
  if (!first || !last) throw new Error("The passage has characters.");
  return { from: first.from, to: last.to };
}

function looked(client: TextClient, anchor: Anchor, before: string | null): { state: string; words: string } {
  const index = readTextMap(client.doc);
  const after = reviewAnchor(index, anchor, { near: null, before, refresh: true }) ?? anchor;
  const range = rangeOf(index, after);
  return { state: after.state, words: range ? index.text.slice(range.start, range.end) : "" };
}

describe.each(PASSAGES)("a passage: %s", (_, words) => {
  it("is exact", () => {
    const client = open();
    expect(mark(client, words)).toMatchObject({ state: "anchored", quote: words });
    expect(looked(client, mark(client, words), null)).toEqual({ state: "anchored", words });
  });

  it.each(CHANGES)("follows its words through %s", (name, change) => {
    const client = open();
    const anchor = mark(client, words);
    const range = rangeOf(readTextMap(client.doc), anchor);
    if (!range) throw new Error("The passage has a place.");
    const isOfOneBlock = !/[\n\t]/.test(words);
    const before = readTextMap(client.doc).text;
    client.change((tr) => change(tr, stretchOf(client, range)));
    const { state, words: now } = looked(client, anchor, before);
    // Of a passage over several blocks the first one may be moved away from the others.
    if (name.startsWith("moving") && !isOfOneBlock && withoutSpace(now) !== withoutSpace(words)) {
      if (state === "anchored") return expect(withoutSpace(words)).toContain(withoutSpace(now));
      return expect(["uncertain", "detached"]).toContain(state);
    }
    expect(withoutSpace(now)).toBe(withoutSpace(words));
    expect(["moved", "anchored"]).toContain(state);
  });

  it("comes back when it was deleted and that is undone", () => {
    const client = open();
    const anchor = mark(client, words);
    const range = rangeOf(readTextMap(client.doc), anchor);
    if (!range) throw new Error("The passage has a place.");
    const { from, to } = stretchOf(client, range);
    client.change((tr) => tr.deleteRange(from, to));
    const index = readTextMap(client.doc);
    const lost = reviewAnchor(index, anchor, { near: null, refresh: true }) ?? anchor;
    expect(lost.state).not.toBe("anchored");
    client.edit({ do: "undo" });
    expect(withoutSpace(looked(client, lost, index.text).words)).toBe(withoutSpace(words));
  });
});
