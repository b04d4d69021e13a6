import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Edit, schema, TextClient } from "../../tests/support/text-client.ts";
import { edits, paragraph, SAMPLE } from "../../tests/support/text-edits.ts";
import { seedUpdate } from "../ydoc/text-doc.ts";
import { readTextMap } from "../ydoc/text-map.ts";
import { align } from "./align.ts";
import { type Anchor, quoteOf, rangeOf } from "./anchor.ts";
import { withoutSpace } from "./bare-text.ts";
import { placeAnchor } from "./place.ts";
import { reviewAnchor } from "./review.ts";

const LONG = "A sentence that is long enough to be known again wherever it goes, whatever stands around it there.";

function open(...paragraphs: string[]): TextClient {
  return new TextClient(100, seedUpdate({ type: "doc", content: paragraphs.map((words) => paragraph(words)) }));
}

function mark(client: TextClient, quote: string, nth = 0): Anchor {
  const index = readTextMap(client.doc);
  let start = index.text.indexOf(quote);
  for (let left = nth; left > 0; left--) start = index.text.indexOf(quote, start + 1);
  const range = { start, end: start + quote.length };
  const positions = index.positionsOf(range);
  const anchor = positions && placeAnchor(index, { ...positions, ...quoteOf(index.text, range) });
  if (!anchor) throw new Error(`“${quote}” is not in the text.`);
  return anchor;
}

function look(
  client: TextClient,
  anchor: Anchor,
  { near = null, refresh = false }: { near?: number | null; refresh?: boolean } = {},
) {
  const index = readTextMap(client.doc);
  const changed = reviewAnchor(index, anchor, { near, refresh });
  const after = changed ?? anchor;
  // It has nothing to add to its own result.
  expect(reviewAnchor(index, after, { near, refresh })).toBeNull();
  const range = rangeOf(index, after);
  return {
    anchor: after,
    state: after.state,
    words: range && index.text.slice(range.start, range.end),
    range,
    changed,
  };
}

/** The first occurrence of these words. */
function replace(client: TextClient, words: string, by: string): void {
  client.change((tr) => {
    tr.doc.descendants((node, position) => {
      const at = node.isText ? (node.text ?? "").indexOf(words) : -1;
      if (at < 0 || tr.steps.length > 0) return;
      tr.replaceWith(position + at, position + at + words.length, by === "" ? [] : schema.text(by));
    });
  });
}

function splitBefore(client: TextClient, words: string): void {
  client.change((tr) => {
    tr.doc.descendants((node, position) => {
      const at = node.isText ? (node.text ?? "").indexOf(words) : -1;
      if (at >= 0 && tr.steps.length === 0) tr.split(position + at);
    });
  });
}

describe("an anchor", () => {
  it("is exact and stays so when other words change", () => {
    const client = open("Before it. The passage itself. Behind it.");
    const anchor = mark(client, "The passage itself.");
    expect(anchor.state).toBe("anchored");
    replace(client, "Before it.", "Something longer stands before it.");
    replace(client, "Behind", "After");
    expect(look(client, anchor)).toMatchObject({ state: "anchored", words: "The passage itself.", changed: null });
  });

  it("does without the space that a deleted word left at its end, once the text is quiet", () => {
    const client = open("Before it. The passage itself. Behind it.");
    const anchor = mark(client, "The passage itself");
    replace(client, "The", "");
    // Another word may be typed there at any moment.
    expect(look(client, anchor).words).toBe(" passage itself");
    expect(look(client, anchor, { refresh: true }).words).toBe("passage itself");
  });

  it("holds edited words, takes them over once the text is quiet, and forgets the original when it is back", () => {
    const client = open("Before it. The passage itself. Behind it.");
    const anchor = mark(client, "The passage itself.");
    replace(client, "passage", "passages");
    expect(look(client, anchor)).toMatchObject({ state: "anchored", words: "The passages itself.", changed: null });
    const edited = look(client, anchor, { refresh: true }).anchor;
    expect(edited).toMatchObject({ quote: "The passages itself.", original: "The passage itself." });
    replace(client, "passages", "passage");
    const back = look(client, edited, { refresh: true }).anchor;
    expect(back.quote).toBe("The passage itself.");
    expect(back.original).toBeUndefined();
  });

  it("is detached when its words are cut, keeps its quote, and moves to where they are pasted", () => {
    const client = open("One paragraph here.", `Before it. ${LONG} Behind it.`, "Another paragraph.");
    const anchor = mark(client, LONG);
    replace(client, ` ${LONG}`, "");
    const cut = look(client, anchor);
    expect(cut).toMatchObject({ state: "detached", anchor: { quote: LONG } });
    replace(client, "Another paragraph.", `Another paragraph. ${LONG}`);
    expect(look(client, cut.anchor)).toMatchObject({ state: "moved", words: LONG });
  });

  it("does not take what is typed where it was lost", () => {
    const client = open("Before it. The passage itself. Behind it.");
    const anchor = mark(client, "The passage itself.");
    replace(client, "The passage itself.", "");
    const lost = look(client, anchor).anchor;
    replace(client, "Before it. ", "Before it. Quite new words.");
    expect(look(client, lost).state).toBe("detached");
  });

  it("is uncertain when other words have taken its place", () => {
    const client = open("Before it. The passage itself. Behind it.");
    const anchor = mark(client, "The passage itself.");
    replace(client, "he passage itsel", "zzzz qqqq xxxx");
    expect(look(client, anchor)).toMatchObject({ state: "uncertain", anchor: { quote: "The passage itself." } });
  });

  it("moves with a whole paragraph", () => {
    const client = open("First of all.", LONG, "Third of all.", "Fourth and last.");
    const anchor = mark(client, "known again wherever it goes");
    client.edit({ do: "move", from: 0.3, to: 0.99 });
    expect(readTextMap(client.doc).text.endsWith(LONG)).toBe(true);
    const { state, words } = look(client, anchor);
    expect(words).toBe("known again wherever it goes");
    expect(state).toBe("moved");
  });

  it("follows its words through a split within it, and a join", () => {
    const client = open("Before it. The passage itself stands here. Behind it.");
    const anchor = mark(client, "The passage itself stands here.");
    splitBefore(client, "itself");
    const split = look(client, anchor);
    expect(split).toMatchObject({ state: "moved", words: "The passage \n\nitself stands here." });
    client.change((tr) => void tr.join(tr.doc.child(0).nodeSize));
    expect(look(client, split.anchor)).toMatchObject({ words: "The passage itself stands here." });
  });

  it("follows its words through a split within a word", () => {
    const client = open("Before it. The passage itself stands here. Behind it.");
    const anchor = mark(client, "The passage itself stands here.");
    splitBefore(client, "sage");
    expect(look(client, anchor).words).toBe("The pas\n\nsage itself stands here.");
  });

  it("follows its words through a split and a join before it", () => {
    const client = open("Before it. The passage itself stands here. Behind it.");
    const anchor = mark(client, "The passage itself stands here.");
    splitBefore(client, "The passage");
    const split = look(client, anchor);
    expect(split.words).toBe("The passage itself stands here.");
    client.change((tr) => void tr.join(tr.doc.child(0).nodeSize));
    expect(look(client, split.anchor).words).toBe("The passage itself stands here.");
  });

  it("survives undo of a cut", () => {
    const client = open(`Before it. ${LONG} Behind it.`);
    const anchor = mark(client, LONG);
    replace(client, LONG, "");
    const lost = look(client, anchor).anchor;
    expect(lost.state).toBe("detached");
    client.edit({ do: "undo" });
    expect(look(client, lost)).toMatchObject({ words: LONG, state: "moved" });
  });

  it("stays at its edited words when somebody has a copy of the old ones", () => {
    const client = open(`Before it. ${LONG} Behind it.`, "Much stands between the two of them.", "Here ends the text.");
    const anchor = mark(client, LONG);
    replace(client, "Here ends", `${LONG} Here ends`);
    replace(client, "long enough", "quite long enough");
    const { state, range } = look(client, anchor);
    expect(state).toBe("anchored");
    expect(range?.start).toBe(11);
  });
});

describe("twins", () => {
  const SAME = "Same words here. See table 4. Same words there.";

  it("told apart by positions are anchored", () => {
    const client = open(SAME, SAME);
    const second = mark(client, "See table 4.", 1);
    expect(second.state).toBe("anchored");
    replace(client, "Same", "The same");
    expect(look(client, second)).toMatchObject({ state: "anchored", changed: null });
  });

  it("make a quote alone uncertain, which it stays while there are twins", () => {
    const client = open(SAME, `Other words. See table 4. Other words.`);
    const bare = { quote: "See table 4.", prefix: "", suffix: "", start: null, end: null };
    const anchor = placeAnchor(readTextMap(client.doc), bare);
    expect(anchor).toMatchObject({ state: "uncertain", quote: "See table 4.", prefix: "", suffix: "" });
    if (!anchor) return;
    replace(client, "Same", "The same");
    for (const refresh of [false, true]) expect(look(client, anchor, { refresh }).state).toBe("uncertain");
  });

  it("are told apart by their context", () => {
    const client = open(SAME, "Other words. See table 4. Nothing else.");
    const proposed = {
      quote: "See table 4.",
      prefix: "Other words. ",
      suffix: " Nothing else",
      start: null,
      end: null,
    };
    const anchor = placeAnchor(readTextMap(client.doc), proposed);
    expect(anchor?.state).toBe("anchored");
    expect(anchor && rangeOf(readTextMap(client.doc), anchor)?.start).toBeGreaterThan(SAME.length);
  });

  it("that are gone leave certainty only to fitting surroundings", () => {
    const place = (prefix: string): { client: TextClient; anchor: Anchor } => {
      const client = open(SAME, SAME);
      const anchor = placeAnchor(readTextMap(client.doc), {
        quote: "See table 4.",
        prefix,
        suffix: "",
        start: null,
        end: null,
      });
      if (!anchor) throw new Error("The words are in the text.");
      expect(anchor.state).toBe("uncertain");
      client.change((tr) => void tr.delete(tr.doc.child(0).nodeSize, tr.doc.content.size));
      return { client, anchor };
    };
    const known = place("Same words here. ");
    expect(look(known.client, known.anchor)).toMatchObject({ state: "moved", words: "See table 4." });
    const unknown = place("");
    expect(look(unknown.client, unknown.anchor).state).toBe("uncertain");
  });

  it("leave a short quote uncertain when its own words are gone", () => {
    const client = open(SAME, `Other things. See table 4. Other ends.`);
    const anchor = mark(client, "See table 4.");
    replace(client, "See table 4.", "");
    expect(look(client, anchor).state).not.toBe("anchored");
    expect(look(client, anchor).state).not.toBe("moved");
  });
});

describe("an anchor in a text that many edits change", () => {
  const script = fc.array(edits, { minLength: 1, maxLength: 20 });

  it("never sits on other words as if it were sure, and its review settles at once", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(script, fc.nat(200), fc.integer({ min: 3, max: 60 }), fc.boolean(), (all, from, length, refresh) => {
        const client = new TextClient(100, seedUpdate(SAMPLE));
        const index = readTextMap(client.doc);
        const range = { start: from, end: Math.min(index.text.length, from + length) };
        const positions = index.positionsOf(range);
        const whole = positions && rangeOf(index, positions);
        fc.pre(positions !== null && whole !== null);
        if (!positions || !whole) return;
        let anchor = placeAnchor(index, { ...positions, ...quoteOf(index.text, whole) });
        expect(anchor?.state).toBe("anchored");
        let near: number | null = whole.start;
        for (const edit of all satisfies Edit[]) {
          client.edit(edit);
          if (!anchor) return;
          const before: Anchor = anchor;
          const seen = look(client, before, { near, refresh });
          anchor = seen.anchor;
          near = seen.range && seen.range.end > seen.range.start ? seen.range.start : near;
          if (anchor.state !== "anchored" && anchor.state !== "moved") continue;
          const words: string = seen.words ?? "";
          expect(words).not.toBe("");
          const [then, now] = [before.quote, words].map(withoutSpace) as [string, string];
          const kept = align(then, now).reduce((all, { length }) => all + length, 0);
          expect(then === now || (2 * kept) / (then.length + now.length) >= 0.4).toBe(true);
        }
      }),
      { numRuns: 80 },
    );
  });
});
