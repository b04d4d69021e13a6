import fc from "fast-check";
import { DomUtils, parseDocument } from "htmlparser2";
import { describe, expect, it } from "vitest";
import { type ExportSource, exportModel } from "../../../domain/export/export-model.ts";
import { SAMPLE_SOURCE, SAMPLE_STATE, SAMPLE_TEXT, sampleId } from "../../../domain/export/export-sample.ts";
import { writeHtml } from "./write-html.ts";

type Page = ReturnType<typeof parseDocument>;
type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number];

const read = (source: ExportSource): { html: string; page: Page } => {
  const html = writeHtml(exportModel(source));
  return { html, page: parseDocument(html) };
};

const elements = (page: Page | Element, test: (element: Element) => boolean): Element[] =>
  DomUtils.findAll(test, "children" in page ? page.children : []);

const byClass = (page: Page | Element, name: string): Element[] =>
  elements(page, ({ attribs }) => (attribs.class ?? "").split(" ").includes(name));

const only = (found: Element[]): Element => {
  const [first, second] = found;
  if (!first || second) throw new Error(`expected one element, found ${found.length}`);
  return first;
};

/** Line ends and tabs stand between blocks in the plain text, and nowhere in the page. */
const withoutSeparators = (text: string): string => text.replace(/[\n\t]/g, "");

function wordsMarked(page: Page, id: string): string {
  const marks = elements(page, ({ attribs }) => (attribs["data-annotations"] ?? "").split(" ").includes(id));
  return withoutSeparators(marks.map((mark) => DomUtils.textContent(mark)).join(""));
}

describe("writeHtml", () => {
  const { html, page } = read(SAMPLE_SOURCE);
  const model = exportModel(SAMPLE_SOURCE);

  it("holds the whole text and, beside the numbers, nothing else", () => {
    const text = only(byClass(read(SAMPLE_SOURCE).page, "text"));
    for (const reference of byClass(text, "reference")) DomUtils.removeElement(reference);
    expect(withoutSeparators(DomUtils.textContent(text))).toBe(withoutSeparators(SAMPLE_TEXT));
  });

  it("marks exactly the words of each passage, and none of those without a sure place", () => {
    for (const { id, place, quote } of model.annotations) {
      expect(wordsMarked(page, id)).toBe(place ? withoutSeparators(quote?.quote ?? "") : "");
    }
  });

  it("has a thread for each annotation with its id, number, quote, comments and state", () => {
    const threads = byClass(page, "thread");
    expect(threads.map(({ attribs }) => attribs["data-annotation"])).toEqual(model.annotations.map(({ id }) => id));
    threads.forEach((thread, index) => {
      const annotation = model.annotations[index];
      expect(DomUtils.textContent(only(byClass(thread, "number")))).toBe(String(annotation?.number));
      expect(DomUtils.getElementsByTagName("blockquote", thread).map((quote) => DomUtils.textContent(quote))).toEqual(
        annotation?.quote ? [annotation.quote.quote] : [],
      );
      expect(byClass(thread, "words")).toHaveLength(annotation?.comments.length ?? 0);
      expect(thread.attribs["data-state"] ?? null).toBe(annotation?.state ?? null);
    });
    expect(byClass(page, "state")).toHaveLength(2);
  });

  it("leads from each passage to its thread and back, with ids that are there once", () => {
    const ids = elements(page, ({ attribs }) => attribs.id !== undefined).map(({ attribs }) => attribs.id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = DomUtils.getElementsByTagName("a", page)
      .map(({ attribs }) => attribs.href ?? "")
      .filter((href) => href.startsWith("#"));
    for (const target of targets) expect(ids).toContain(target.slice(1));
    expect(byClass(page, "reference")).toHaveLength(model.counts.placed);
    expect(byClass(page, "back")).toHaveLength(model.counts.placed);
  });

  it("never nests links, and follows only addresses that are safe", () => {
    for (const link of DomUtils.getElementsByTagName("a", page)) {
      expect(DomUtils.getElementsByTagName("a", link.children)).toHaveLength(0);
      expect(link.attribs.href).toMatch(/^(https?:\/\/|mailto:|#)/);
    }
    expect(html).not.toContain("javascript:");
  });

  it("turns nobody's words into markup", () => {
    expect(DomUtils.textContent(only(DomUtils.getElementsByTagName("h1", page)))).toBe("Ships & <coal>");
    expect(DomUtils.getElementsByTagName("b", page)).toHaveLength(0);
    expect(DomUtils.getElementsByTagName("script", page)).toHaveLength(0);
    expect(elements(page, ({ attribs }) => Object.keys(attribs).some((name) => name.startsWith("on")))).toEqual([]);
  });

  it("loads nothing and says so", () => {
    const policy = only(elements(page, ({ attribs }) => attribs["http-equiv"] === "Content-Security-Policy"));
    expect(policy.attribs.content).toContain("default-src 'none'");
    expect(elements(page, ({ attribs }) => attribs.src !== undefined)).toEqual([]);
    expect(DomUtils.getElementsByTagName("link", page)).toHaveLength(0);
    expect(html).not.toMatch(/@import|url\(/);
  });

  it("tells the version, the hash, the time and the counts", () => {
    const about = DomUtils.textContent(only(byClass(page, "about")));
    for (const fact of ["Present state", "ab".repeat(32), "23 Nov 2026, 14:05 UTC", "state 12", "7, of which 4"]) {
      expect(about).toContain(fact);
    }
  });

  it("is written for a bulletin that nobody has annotated, and for an empty one", () => {
    const none = read({ ...SAMPLE_SOURCE, state: { ...SAMPLE_STATE, annotations: [] } });
    expect(byClass(none.page, "none")).toHaveLength(1);
    const empty = { ...SAMPLE_STATE, text: "", document: { type: "doc" as const, content: [] } };
    expect(byClass(read({ ...SAMPLE_SOURCE, state: empty }).page, "thread")).toHaveLength(7);
  });

  it("marks the right words for any passages", () => {
    const [template] = SAMPLE_STATE.annotations.filter(({ annotation }) => annotation.id === sampleId(101));
    if (!template) throw new Error("the sample lost its claim");
    const offset = fc.nat(SAMPLE_TEXT.length);
    fc.assert(
      fc.property(fc.array(fc.tuple(offset, offset), { maxLength: 8 }), (pairs) => {
        const annotations = pairs.map(([a, b], index) => ({
          annotation: { ...template.annotation, id: sampleId(1000 + index) },
          range: { start: Math.min(a, b), end: Math.max(a, b) },
        }));
        const { page } = read({ ...SAMPLE_SOURCE, state: { ...SAMPLE_STATE, annotations } });
        for (const { annotation, range } of annotations) {
          const words = SAMPLE_TEXT.slice(range.start, range.end);
          expect(wordsMarked(page, annotation.id)).toBe(withoutSeparators(words));
        }
        const notEmpty = annotations.filter(({ range }) => range.start < range.end);
        expect(byClass(page, "reference")).toHaveLength(notEmpty.length);
      }),
      { numRuns: 60 },
    );
  });
});
