import { describe, expect, it } from "vitest";
import { exportModel } from "../export/export-model.ts";
import { SAMPLE_SOURCE } from "../export/export-sample.ts";
import { type ReadAnnotation, readAnnotation } from "./read-annotation.ts";
import { w3cDocument } from "./write-page.ts";

const ID = "5f0c1b52-7d5e-4c7e-9a43-0c1c2d3e4f50";
const exact = (words: string) => ({ type: "TextQuoteSelector", exact: words });

function read(input: object): ReadAnnotation {
  const result = readAnnotation({ target: { selector: exact("words") }, ...input });
  if (result.type !== "annotation") throw new Error(JSON.stringify(result));
  return result.annotation;
}

function problems(input: unknown): string[] {
  const result = readAnnotation(input);
  return result.type === "problems" ? result.problems : [];
}

describe("readAnnotation", () => {
  it("reads back what we write", () => {
    for (const annotation of exportModel(SAMPLE_SOURCE).annotations) {
      const posted = JSON.parse(JSON.stringify(w3cDocument(annotation, "https://glossa.test/b/1")));
      expect(read(posted)).toEqual({
        id: annotation.id,
        kind: annotation.kind,
        quote: annotation.quote && {
          exact: annotation.quote.quote,
          prefix: annotation.quote.prefix,
          suffix: annotation.quote.suffix,
        },
        position: annotation.place?.codePoints ?? null,
        comment: annotation.opensWithOwnComment
          ? { id: annotation.comments[0]?.id, text: annotation.comments[0]?.text }
          : null,
        tags: annotation.tags.map(({ label }) => label),
      });
    }
  });

  it("takes a motivation as a string, an array, a prefixed name or an address", () => {
    expect(read({ motivation: "questioning" }).kind).toBe("question");
    expect(read({ motivation: ["tagging", "oa:assessing"] }).kind).toBe("claim");
    expect(read({ motivation: "http://www.w3.org/ns/oa#editing" }).kind).toBe("suggestion");
  });

  it("takes one without a motivation of ours as a comment when it says something, else as a highlight", () => {
    expect(read({ bodyValue: "Hm." }).kind).toBe("comment");
    expect(read({}).kind).toBe("highlight");
    expect(read({ motivation: "bookmarking" }).kind).toBe("highlight");
  });

  it("takes a body as a string, an object, an array, a choice or a literal", () => {
    const body = { id: `urn:uuid:${ID}`, type: "TextualBody", value: "One" };
    expect(read({ body: "One" }).comment).toEqual({ id: null, text: "One" });
    expect(read({ body }).comment).toEqual({ id: ID, text: "One" });
    expect(read({ body: [body, { value: "Two" }] }).comment).toEqual({ id: ID, text: "One\n\nTwo" });
    expect(read({ body: { type: "Choice", items: [{ value: "Three" }] } }).comment?.text).toBe("Three");
    expect(read({ body: { value: { "@value": "Four", "@language": "en" } } }).comment?.text).toBe("Four");
    expect(read({ body: { value: "  " } }).comment).toBeNull();
  });

  it("knows tags by their purpose, or by the annotation's only motivation", () => {
    expect(
      read({
        body: [
          { value: " a  b ", purpose: "tagging" },
          { value: "a b", purpose: ["tagging"] },
        ],
      }),
    ).toMatchObject({
      comment: null,
      tags: ["a b"],
    });
    expect(read({ motivation: "tagging", body: { value: "ports" } })).toMatchObject({
      kind: "highlight",
      tags: ["ports"],
    });
    expect(read({ motivation: "tagging", body: { value: "w", purpose: "commenting" } }).comment?.text).toBe("w");
  });

  it("finds selectors alone, in an array or among choices, and passes over others", () => {
    const position = { type: "TextPositionSelector", start: 3, end: 9 };
    const range = { type: "FragmentSelector", value: "t=1" };
    expect(read({ target: { selector: position } })).toMatchObject({ quote: null, position: { start: 3, end: 9 } });
    expect(read({ target: [{ selector: [range, position, exact("w")] }] }).quote).toEqual({
      exact: "w",
      prefix: "",
      suffix: "",
    });
    expect(read({ target: { selector: { type: "Choice", items: [exact("w")] } } }).quote?.exact).toBe("w");
  });

  it("takes a target without a selector as the whole bulletin", () => {
    expect(read({ target: "https://example.org/" })).toMatchObject({ quote: null, position: null });
    expect(read({ target: { source: "https://example.org/" } })).toMatchObject({ quote: null, position: null });
  });

  it("keeps an id only when it is a UUID", () => {
    expect(read({ id: `URN:UUID:${ID.toUpperCase()}` }).id).toBe(ID);
    expect(read({ id: "https://example.org/1" }).id).toBeNull();
    expect(read({ id: "urn:uuid:1" }).id).toBeNull();
  });

  it("reads a reply", () => {
    const reply = { motivation: "replying", target: `urn:uuid:${ID}`, body: { value: "Yes." } };
    expect(readAnnotation(reply)).toEqual({ type: "reply", reply: { id: null, parent: ID, text: "Yes." } });
    expect(problems({ ...reply, target: "https://example.org/" })).toHaveLength(1);
    expect(problems({ ...reply, body: undefined })).toHaveLength(1);
  });

  it.each([
    ["no object", "words"],
    ["a list", []],
    ["another type", { type: "Person", target: "x" }],
    ["no target", { type: "Annotation" }],
    ["two targets", { target: ["a", "b"] }],
    ["no words", { target: { selector: exact("") } }],
    ["words that are no text", { target: { selector: { type: "TextQuoteSelector", exact: 3 } } }],
    ["an empty range", { target: { selector: { type: "TextPositionSelector", start: 3, end: 3 } } }],
    ["a negative range", { target: { selector: { type: "TextPositionSelector", start: -1, end: 3 } } }],
    ["positions that are no numbers", { target: { selector: { type: "TextPositionSelector", start: "1", end: "3" } } }],
    ["selectors of other kinds only", { target: { selector: { type: "XPathSelector", value: "/p" } } }],
  ])("names a problem in a sentence: %s", (_, input) => {
    const [sentence] = problems(input);
    expect(sentence).toMatch(/\.$/);
  });
});
