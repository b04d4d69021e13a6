import { beforeEach, describe, expect, it, vi } from "vitest";
import { quoteOf } from "../../domain/anchor/anchor.ts";
import { placeAnchor } from "../../domain/anchor/place.ts";
import { reviewAnchor } from "../../domain/anchor/review.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { TextReader } from "../../domain/ydoc/text-map.ts";
import { type Edit, TextClient } from "../../tests/support/text-client.ts";
import { paragraph } from "../../tests/support/text-edits.ts";
import { Passages } from "./passages.ts";

vi.mock("../../domain/anchor/review.ts", { spy: true });

const PARAGRAPHS = 100;
const words = (index: number): string => `What paragraph ${index} says, nobody else says`;

let client: TextClient;
let reader: TextReader;
let passages: Passages;
let annotations: Annotation[];

/** One annotation on each paragraph, and all of them looked at once. */
beforeEach(async () => {
  const content = Array.from({ length: PARAGRAPHS }, (_, index) =>
    paragraph(
      `Before it stands what counts for no context at all. ${words(index)}; what follows is of no account either.`,
    ),
  );
  client = new TextClient(100, seedUpdate({ type: "doc", content }));
  reader = new TextReader(client.doc);
  passages = new Passages();
  const map = reader.read();
  annotations = content.map((_, index) => {
    const start = map.text.indexOf(words(index));
    const range = { start, end: start + words(index).length };
    const anchor = placeAnchor(map, { ...quoteOf(map.text, range), start: null, end: null });
    const author = { id: "u1", name: "Ann" };
    const at = "2026-11-01T00:00:00.000Z";
    const rest = { moves: [], tags: [], comments: [], resolved: null, deleted: null };
    return { id: `a${index}`, kind: "highlight", author, at, anchor, ...rest };
  });
  await passages.look(map, annotations, true);
  vi.mocked(reviewAnchor).mockClear();
});

const looked = (): number => vi.mocked(reviewAnchor).mock.calls.length;

async function edit(refresh: boolean, ...edits: Edit[]) {
  for (const one of edits) client.edit(one);
  const reviews = await passages.look(reader.read(), annotations, refresh);
  for (const { id, changed } of reviews) {
    annotations = annotations.map((each) => (each.id === id ? { ...each, anchor: changed } : each));
  }
  return reviews;
}

/** In the middle of a paragraph, which is in its passage. */
const within = (index: number): number => (index + 0.55) / PARAGRAPHS;

describe("after a change of the text", () => {
  it("only the passages that it touched are looked at, and once more when the text is quiet", async () => {
    expect(await edit(false, { do: "type", at: within(40), text: "X" })).toEqual([]);
    expect(looked()).toBe(1);
    expect(await edit(false, { do: "type", at: within(60), text: "X" })).toEqual([]);
    // The other one's words are not its quote: it may be elsewhere, if that is where somebody typed.
    expect(looked()).toBe(2);
    const refreshed = await edit(true);
    expect(looked()).toBe(4);
    expect(refreshed.map(({ changed }) => changed.original)).toEqual([words(40), words(60)]);
    await edit(true);
    expect(looked()).toBe(4);
  });

  it("nothing is looked at when nothing but looks changed, or what was typed is far from all", async () => {
    await edit(false, { do: "bold", from: 0, to: 1 });
    await edit(false, { do: "type", at: 0.1001, text: "far" });
    await edit(true);
    expect(looked()).toBe(0);
  });

  it("a passage that was lost is looked at only where its words come back", async () => {
    const cut: Edit = { do: "delete", from: 7.2 / PARAGRAPHS, to: 7.9 / PARAGRAPHS };
    const lost = (await edit(false, cut)).find(({ id }) => id === "a7");
    expect(lost?.changed.state).toBe("detached");
    const before = looked();
    await edit(false, { do: "type", at: 0.99999, text: " And other words." });
    expect(looked()).toBe(before);
    const [back] = await edit(false, { do: "type", at: 0.99999, text: ` ${words(7)}` });
    expect(looked()).toBe(before + 1);
    expect(back).toMatchObject({ id: "a7", changed: { state: "moved" } });
  });

  it("an anchor that somebody else wrote is looked at, and all are when the text is another document", async () => {
    annotations = annotations.map((each, index) =>
      index === 3 && each.anchor ? { ...each, anchor: { ...each.anchor } } : each,
    );
    await edit(false);
    expect(looked()).toBe(1);
    passages.forgetText();
    await edit(false);
    expect(looked()).toBe(1 + PARAGRAPHS);
  });
});
