import { describe, expect, it } from "vitest";
import { quoteOf } from "../anchor/anchor.ts";
import { placeAnchor } from "../anchor/place.ts";
import type { Annotation } from "../annotation/annotation.ts";
import { fitDocument } from "../schema/fit-document.ts";
import { draftEdition, type EditionDraft } from "../ydoc/draft-edition.ts";
import { seedUpdate } from "../ydoc/text-doc.ts";
import { compareTexts, countBlocks } from "./compare-texts.ts";
import { countFates, reportAnnotations } from "./edition-report.ts";

const paragraph = (text: string) => ({ type: "paragraph" as const, content: [{ type: "text" as const, text }] });
const documentOf = (...paragraphs: string[]) => fitDocument({ type: "doc", content: paragraphs.map(paragraph) });

const FERRY = "The ferry company kept its winter timetable until the second week of May.";
const FARES = "Fares rose by a fifth in the same months, and nobody was told.";
const GONE = "No other line serves the route.";
const FAR = `${"Long ago it was otherwise, people say, and perhaps it was. ".repeat(4)}Then came the bridge.`;

const DRAFT = draftEdition(
  seedUpdate(documentOf(FERRY, FARES, GONE, FAR)),
  documentOf(FARES.replace("a fifth", "a quarter"), "A new one.", FAR, FERRY),
);

function annotation(id: string, words: string | null, rest: Partial<Annotation> = {}): Annotation {
  const { before }: EditionDraft = DRAFT;
  const start = words === null ? 0 : before.text.indexOf(words);
  const range = { start, end: start + (words?.length ?? 0) };
  const positions = before.positionsOf(range);
  const anchor =
    words !== null && positions ? placeAnchor(before, { ...positions, ...quoteOf(before.text, range) }) : null;
  const author = { id: "u", name: "Ann" };
  const at = "2026-11-01T00:00:00.000Z";
  return {
    id,
    kind: "comment",
    author,
    at,
    anchor,
    moves: [],
    tags: [],
    comments: [],
    resolved: null,
    deleted: null,
    ...rest,
  };
}

describe("reportAnnotations", () => {
  it("lists the worst first, then in the order of the text, with passages then and now", () => {
    const items = reportAnnotations(DRAFT, [
      annotation("whole", null),
      annotation("exact", "came the bridge"),
      annotation("moved", "winter timetable"),
      annotation("changed", "Fares rose by a fifth"),
      annotation("gone", "No other line"),
    ]);
    expect(items.map(({ id, state }) => [id, state])).toEqual([
      ["gone", "detached"],
      ["changed", "changed"],
      ["moved", "moved"],
      ["exact", "exact"],
      ["whole", "exact"],
    ]);
    expect(countFates(items)).toEqual({ detached: 1, uncertain: 0, changed: 1, moved: 1, exact: 2 });
    const [gone, changed, , exact, whole] = items;
    expect(gone).toMatchObject({
      before: { prefix: "", quote: "No other line", suffix: " serves the route." },
      after: null,
    });
    expect(changed?.after).toEqual({
      prefix: "",
      quote: "Fares rose by a quarter",
      suffix: " in the same months, and nobody was told.",
    });
    expect(exact?.before?.prefix).toMatch(/^…people say|^…\S.* Then $/);
    expect(exact?.before?.prefix.length).toBeLessThan(100);
    expect(whole).toMatchObject({ was: null, before: null, after: null });
  });

  it("says what was lost before, and what of it is found again", () => {
    const lost = annotation("lost", "No other line");
    const found = annotation("found", "winter timetable");
    for (const each of [lost, found])
      if (each.anchor) each.anchor = { ...each.anchor, start: null, end: null, state: "detached" };
    const items = reportAnnotations(DRAFT, [lost, found]);
    expect(items).toMatchObject([
      { id: "lost", state: "detached", was: "detached", before: { quote: "No other line" } },
      { id: "found", state: "moved", was: "detached", after: { quote: "winter timetable" } },
    ]);
  });

  it("cuts a long passage and a long comment in their middles", () => {
    const words = FAR.slice(0, 200).repeat(4);
    const draft = draftEdition(seedUpdate(documentOf(words)), documentOf(words, "More."));
    const range = { start: 0, end: words.length };
    const positions = draft.before.positionsOf(range);
    const anchor = positions && placeAnchor(draft.before, { ...positions, ...quoteOf(draft.before.text, range) });
    const comment = {
      id: "c",
      author: { id: "u", name: "Ann" },
      at: "",
      text: "so ".repeat(200),
      editedAt: null,
      deletedAt: null,
    };
    const [item] = reportAnnotations(draft, [annotation("long", null, { anchor, comments: [comment] })]);
    expect(item?.state).toBe("exact");
    expect(item?.before?.quote.length).toBeLessThan(610);
    expect(item?.before?.quote).toContain(" … ");
    expect(item?.comment.length).toBeLessThan(210);
  });
});

describe("compareTexts", () => {
  it("names what goes before what comes, and counts what stays", () => {
    const blocks = compareTexts(DRAFT.steps);
    expect(blocks.map(({ is }) => is)).toEqual(["moved-away", "changed", "removed", "added", "same", "moved-here"]);
    expect(blocks[1]).toEqual({
      is: "changed",
      pieces: [
        { is: "same", text: "Fares rose by a " },
        { is: "removed", text: "fifth" },
        { is: "added", text: "quarter" },
        { is: "same", text: " in the same months, and nobody was told." },
      ],
    });
    expect(countBlocks(blocks)).toEqual({ same: 1, changed: 1, moved: 1, added: 1, removed: 1 });
  });

  it("tells formatting from words, within lists and tables too", () => {
    const item = (text: string) => ({ type: "listItem" as const, content: [paragraph(text)] });
    const list = (...items: string[]) => ({ type: "bulletList" as const, content: items.map(item) });
    const bold = {
      type: "paragraph" as const,
      content: [{ type: "text" as const, text: FERRY, marks: [{ type: "bold" as const }] }],
    };
    const { steps } = draftEdition(
      seedUpdate(fitDocument({ type: "doc", content: [paragraph(FERRY), list(FARES, GONE)] })),
      fitDocument({ type: "doc", content: [bold, list(FARES, `${GONE} None has asked.`)] }),
    );
    expect(compareTexts(steps)).toMatchObject([
      { is: "formatted", text: FERRY },
      { is: "same", count: 1 },
      {
        is: "changed",
        pieces: [
          { is: "same", text: GONE },
          { is: "added", text: " None has asked." },
        ],
      },
    ]);
  });
});
