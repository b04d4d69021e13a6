import { describe, expect, it } from "vitest";
import { hasContent, type NewDraft, onText, onWhole, parseNewDraft } from "./new-draft.ts";

const TEXT = "The ministers met in the old town and signed nothing at all.";

const DRAFT: NewDraft = {
  kind: "comment",
  anchor: { quote: "signed nothing", prefix: "the old town and ", suffix: " at all.", start: "AA==", end: null },
  range: { start: TEXT.indexOf("signed"), end: TEXT.indexOf("signed") + "signed nothing".length },
  words: "Really?",
  tags: ["t1"],
  isSetAside: false,
};

describe("parseNewDraft", () => {
  it("reads what was kept", () => {
    expect(parseNewDraft(JSON.stringify(DRAFT))).toEqual(DRAFT);
    const whole = { ...DRAFT, anchor: null, range: null };
    expect(parseNewDraft(JSON.stringify(whole))).toEqual(whole);
  });

  it.each([
    ["nothing", ""],
    ["no JSON", "{"],
    ["another kind", JSON.stringify({ ...DRAFT, kind: "rant" })],
    ["an anchor without a place", JSON.stringify({ ...DRAFT, range: null })],
    ["a broken anchor", JSON.stringify({ ...DRAFT, anchor: { quote: 1 } })],
    ["an empty range", JSON.stringify({ ...DRAFT, range: { start: 4, end: 4 } })],
    ["tags that are none", JSON.stringify({ ...DRAFT, tags: [1] })],
  ])("refuses %s", (_name, json) => expect(parseNewDraft(json)).toBeNull());
});

describe("onText", () => {
  it("leaves a draft whose words stand where they stood", () => {
    expect(onText(DRAFT, TEXT)).toBe(DRAFT);
  });

  it("finds the words again when the text before them grew", () => {
    const moved = onText(DRAFT, `A new line.\n\n${TEXT}`);
    expect(moved.range).toEqual({ start: (DRAFT.range?.start ?? 0) + 13, end: (DRAFT.range?.end ?? 0) + 13 });
    expect(moved.words).toBe("Really?");
  });

  it("never draws other words: a lost passage goes into the words as a quote", () => {
    const lost = onText(DRAFT, "Something else stands here now, as long as the sentence that stood here before.");
    expect(lost).toMatchObject({ anchor: null, range: null, words: "“signed nothing”\n\nReally?" });
  });
});

it("knows when something would be lost", () => {
  expect(hasContent({ ...DRAFT, words: " \n", tags: [] })).toBe(false);
  expect(hasContent({ ...DRAFT, words: "", tags: ["t"] })).toBe(true);
});

describe("onWhole", () => {
  it("keeps what was being written, before the words that come to it", () => {
    expect(onWhole(DRAFT, "Mine alone.")).toEqual({
      ...DRAFT,
      anchor: null,
      range: null,
      words: "Really?\n\nMine alone.",
    });
  });

  it("takes words alone, or none", () => {
    expect(onWhole(null, "Mine alone.").words).toBe("Mine alone.");
    expect(onWhole(DRAFT).words).toBe("Really?");
    expect(onWhole(null).words).toBe("");
  });
});
