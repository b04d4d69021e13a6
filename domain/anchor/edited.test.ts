/** Passages that are edited and, before the server has taken over their new words, written anew. */

import type { Transform } from "@tiptap/pm/transform";
import { describe, expect, it } from "vitest";
import { schema, TextClient } from "../../tests/support/text-client.ts";
import { paragraph } from "../../tests/support/text-edits.ts";
import { mapPositions } from "../schema/positions.ts";
import { seedUpdate } from "../ydoc/text-doc.ts";
import { readTextMap } from "../ydoc/text-map.ts";
import { type Anchor, type Passage, type PassageIndex, type Quote, quoteOf, rangeOf } from "./anchor.ts";
import { editedBetween } from "./edited.ts";
import { placeAnchor } from "./place.ts";
import { resolveAnchor } from "./resolve.ts";
import { reviewAnchor } from "./review.ts";
import { shownRange } from "./shown-range.ts";

const BEFORE = "The panel met in March. ";
const PASSAGE = "Ships of the fleet changed their names twice";
const AFTER = ", says its report.";

function open(...paragraphs: string[]): { client: TextClient; anchor: Anchor; before: string } {
  const client = new TextClient(100, seedUpdate({ type: "doc", content: paragraphs.map((words) => paragraph(words)) }));
  const index = readTextMap(client.doc);
  const start = index.text.indexOf(PASSAGE);
  const range = { start, end: start + PASSAGE.length };
  const positions = index.positionsOf(range);
  const anchor = positions && placeAnchor(index, { ...positions, ...quoteOf(index.text, range) });
  if (!anchor) throw new Error("The passage is in the text.");
  return { client, anchor, before: index.text };
}

/** At a place in words that stand in the text. */
function change(client: TextClient, words: string, make: (tr: Transform, from: number, to: number) => unknown): void {
  const { text, spansOf } = mapPositions(client.shown);
  const start = text.indexOf(words);
  const [span] = spansOf({ start, end: start + words.length });
  if (!span) throw new Error(`“${words}” is not in the text.`);
  client.change((tr) => void make(tr, span.from, span.to));
}

const replace = (client: TextClient, words: string, by: string): void =>
  change(client, words, (tr, from, to) => tr.replaceWith(from, to, by === "" ? [] : schema.text(by)));

function makeHeading(tr: Transform, from: number): void {
  const { heading } = schema.nodes;
  if (heading) tr.setBlockType(from, from, heading, { level: 2 });
}

function look(client: TextClient, anchor: Anchor, before: string): { state: string; words: string } {
  const index = readTextMap(client.doc);
  const after = reviewAnchor(index, anchor, { near: null, before, refresh: false }) ?? anchor;
  const range = rangeOf(index, after);
  return { state: after.state, words: range ? index.text.slice(range.start, range.end) : "" };
}

describe("a passage that was edited a moment ago", () => {
  it("is whole after Enter within it", () => {
    const { client, anchor, before } = open(BEFORE + PASSAGE + AFTER);
    replace(client, "fleet", "whole fleet");
    change(client, "changed", (tr, from) => tr.split(from));
    expect(look(client, anchor, before).words).toBe("Ships of the whole fleet \n\nchanged their names twice");
  });

  it("is whole after Enter behind the words that were put in", () => {
    const { client, anchor, before } = open(BEFORE + PASSAGE + AFTER);
    replace(client, "changed", "now changed");
    change(client, "now ", (tr, _, to) => tr.split(to));
    expect(look(client, anchor, before).words).toBe("Ships of the fleet now \n\nchanged their names twice");
  });

  it.each<[string, (tr: Transform, from: number) => unknown]>([
    ["its paragraph becomes a heading", makeHeading],
    ["its paragraph is joined with the one before", (tr, from) => tr.join(tr.doc.resolve(from).before(1))],
  ])("is found when %s", (_, make) => {
    const { client, anchor, before } = open("One.", BEFORE + PASSAGE + AFTER, "Three.");
    replace(client, "fleet", "whole fleet");
    change(client, "whole", make);
    expect(look(client, anchor, before)).toEqual({
      state: expect.stringMatching(/anchored|moved/),
      words: "Ships of the whole fleet changed their names twice",
    });
  });

  it("is found as all of the text, too", () => {
    const { client, anchor, before } = open(PASSAGE);
    replace(client, "fleet", "whole fleet");
    change(client, "whole", makeHeading);
    expect(look(client, anchor, before).words).toBe("Ships of the whole fleet changed their names twice");
  });

  it("does not take what was typed before it when its first letters are deleted", () => {
    const { client, anchor, before } = open(PASSAGE + AFTER);
    change(client, "Ships", (tr, from) => tr.insert(from, schema.text("Many ")));
    change(client, "Ships of", (tr, from) => tr.delete(from, from + 4));
    expect(look(client, anchor, before).words).toBe("s of the fleet changed their names twice");
  });

  it("ends with its words when the rest of it was moved away, and other words stand there", () => {
    const { client, anchor, before } = open(BEFORE + PASSAGE, "Other words stand here.");
    change(client, " twice", (tr, from, to) => {
      tr.delete(from, to);
      tr.insert(from, schema.text(" and flags, it says"));
    });
    const { words } = look(client, anchor, before);
    expect(words.startsWith("Ships of the fleet changed their names")).toBe(true);
    expect(words).not.toContain("Other");
  });

  it("is no passage any more when less than half of it is left", () => {
    const { client, anchor, before } = open(BEFORE + PASSAGE + AFTER);
    replace(client, "of the fleet changed their names", "that nobody had seen so far came");
    expect(look(client, anchor, before).state).toBe("uncertain");
    expect(shownRange(readTextMap(client.doc), anchor)).toBeNull();
  });
});

describe("a passage whose paragraph is moved", () => {
  const short = (text: string) => open(text, BEFORE, "Last of all.");
  const move = (client: TextClient): void => client.edit({ do: "move", from: 0, to: 0.99 });

  it("is moved when its words stood once", () => {
    const { client, anchor, before } = short(PASSAGE);
    move(client);
    expect(look(client, anchor, before)).toEqual({ state: "moved", words: PASSAGE });
  });

  it("is uncertain when nobody knows whether they did", () => {
    const { client, anchor } = short(PASSAGE);
    move(client);
    expect(look(client, anchor, "").state).toBe("uncertain");
  });

  it("is uncertain when only a twin is left", () => {
    const { client, anchor, before } = open(PASSAGE, BEFORE, `${PASSAGE} again and again, as it was said.`);
    client.change((tr) => tr.delete(0, PASSAGE.length + 2));
    expect(look(client, anchor, before).state).toBe("uncertain");
  });
});

describe("a passage of which an edge was deleted", () => {
  const QUOTE: Quote = { quote: PASSAGE, prefix: BEFORE, suffix: AFTER };

  /** A text with bars around the characters that are left of the passage, in one piece; what else of it was deleted. */
  function among(barred: string, wanted: Quote): { index: PassageIndex; wanted: Passage } {
    const [head = "", middle = "", tail = ""] = barred.split("|");
    const before = wanted.quote.indexOf(middle);
    const [start, end] = [head.length, head.length + middle.length];
    const holds = { start: before === 0, end: before + middle.length === wanted.quote.length };
    const offsets: Record<string, number> = { start, end };
    const index: PassageIndex = {
      text: head + middle + tail,
      offsetOf: (position) => offsets[position] ?? null,
      positionsOf: () => ({ start: holds.start ? "start" : "another", end: holds.end ? "end" : "another" }),
      keptOf: () => [{ before, now: start, length: middle.length }],
    };
    return { index, wanted: { ...wanted, start: "start", end: "end" } };
  }

  const words = (barred: string, quote: Quote): string | null => {
    const { index, wanted } = among(barred, quote);
    const range = editedBetween(index, wanted);
    return range && index.text.slice(range.start, range.end).trim();
  };

  it("has what was written anew beside the characters that are left, when it reads as the rest", () => {
    const kept = "of the fleet changed their";
    expect(words(`In March. Ships\n\n|${kept}|, it says.`, QUOTE)).toBe(`Ships\n\n${kept}`);
    expect(words(`It says: |${kept}|\n\nnames twice${AFTER}`, QUOTE)).toBe(`${kept}\n\nnames twice`);
    expect(words(`It says: |${kept}|\n\nnames twice. Others say so.`, QUOTE)).toBe(kept);
    expect(words(`It says: |${kept}|\n\nold names twice${AFTER}`, QUOTE)).toBe(`${kept}\n\nold names twice`);
    expect(words(`It says: |${kept}|\n\nother and older names twice${AFTER}`, QUOTE)).toBe(kept);
  });

  it("goes no further by a few letters that read as those that are gone", () => {
    const first = PASSAGE.slice(0, -1);
    expect(words(`${BEFORE}|${first}|e${AFTER}`, QUOTE)).toBe(PASSAGE);
    expect(words(`${BEFORE}|${first}|else.`, QUOTE)).toBe(first);
    const rest = PASSAGE.slice(1);
    expect(words(`${BEFORE}S|${rest}|${AFTER}`, QUOTE)).toBe(PASSAGE);
    expect(words(`A PASS|${rest}|${AFTER}`, QUOTE)).toBe(rest);
  });

  it("is not told by a part of its words alone", () => {
    expect(words(`${BEFORE}|Ships of the fleet|.`, QUOTE)).toBe("Ships of the fleet");
    expect(words(`${BEFORE}|Ships of the|.`, QUOTE)).toBeNull();
  });

  it("may as well be where its words stand whole, when both its edges are gone", () => {
    const kept = PASSAGE.slice(1, -1);
    const { index, wanted } = among(`In March. |${kept}|, says its report. ${PASSAGE}.`, QUOTE);
    expect(resolveAnchor(index, wanted, null)).toMatchObject({ state: "uncertain" });
    const held = among(`In March. |S${kept}|, says its report. ${PASSAGE}.`, QUOTE);
    expect(resolveAnchor(held.index, held.wanted, null)).toMatchObject({ state: "anchored", range: { start: 10 } });
  });

  it("begins with what was typed over its beginning, also when its surroundings were written anew with it", () => {
    const { client, anchor, before } = open(BEFORE + PASSAGE + AFTER);
    replace(client, "Ships", "Boats");
    expect(look(client, anchor, before).words).toBe(PASSAGE.replace("Ships", "Boats"));
    const other = open(BEFORE + PASSAGE + AFTER);
    replace(other.client, "panel met in March. Ships", "board met in March. Boats");
    expect(look(other.client, other.anchor, other.before).words.trim()).toBe(PASSAGE.replace("Ships", "Boats"));
  });

  it("does not begin with what was typed before it, nor end with what was typed behind it", () => {
    const { client, anchor, before } = open(BEFORE + PASSAGE + AFTER);
    change(client, PASSAGE, (tr, from, to) => tr.insert(to, schema.text(" or so")).insert(from, schema.text("Many ")));
    change(client, PASSAGE, (tr, from, to) => tr.delete(to - 3, to).delete(from, from + 2));
    expect(look(client, anchor, before).words).toBe(PASSAGE.slice(2, -3));
  });
});
