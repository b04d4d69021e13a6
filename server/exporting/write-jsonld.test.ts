import { readFileSync } from "node:fs";
import jsonld from "jsonld";
import { describe, expect, it } from "vitest";
import { exportModel } from "../../domain/export/export-model.ts";
import { SAMPLE_SOURCE, SAMPLE_TEXT, sampleId } from "../../domain/export/export-sample.ts";
import { w3cDocument, w3cPage } from "../../domain/w3c/write-page.ts";
import { writeJsonld } from "./write-jsonld.ts";

const CONTEXT: unknown = JSON.parse(readFileSync(new URL("w3c-anno-context.jsonld", import.meta.url), "utf8"));

/** Knows the W3C's context and reaches no network. */
const OPTIONS = {
  safe: true,
  documentLoader: async (url: string) => {
    if (url !== "http://www.w3.org/ns/anno.jsonld") throw new Error(`unexpected document ${url}`);
    return { contextUrl: null, documentUrl: url, document: CONTEXT };
  },
};

const OA = "http://www.w3.org/ns/oa#";
const model = exportModel(SAMPLE_SOURCE);
const triples = async (document: object): Promise<string[]> =>
  (await jsonld.toRDF(document, { ...OPTIONS, format: "application/n-quads" })).trim().split("\n");

const page = (changes: Partial<Parameters<typeof w3cPage>[0]> = {}) =>
  w3cPage({
    origin: model.origin,
    bulletin: model.bulletin,
    annotations: model.annotations,
    textSeq: model.textSeq,
    limit: 100,
    after: null,
    ...changes,
  });

describe("the JSON-LD of a bulletin", () => {
  const collection = JSON.parse(writeJsonld(model));

  it("is understood by a processor to the last term", async () => {
    const [expanded] = await jsonld.expand(collection, OPTIONS);
    expect(expanded?.["@type"]).toEqual(["http://www.w3.org/ns/activitystreams#OrderedCollection"]);
    await expect(jsonld.expand({ ...collection, unheardOf: "x" }, OPTIONS)).rejects.toThrow();
    for (const document of [page(), w3cDocument(model.annotations[1] ?? fail(), "https://glossa.test/b/1")]) {
      expect(await jsonld.expand(document ?? fail(), OPTIONS)).toHaveLength(1);
    }
  });

  it("holds the ids, quotes and counts of the model", async () => {
    const lines = await triples(collection);
    const subjects = (predicate: string): string[] =>
      lines.filter((line) => line.includes(`<${predicate}>`)).map((line) => line.split(" ")[0] ?? "");
    const isAnnotation = lines.filter((line) => line.includes(`<${OA}Annotation>`)).map((line) => line.split(" ")[0]);
    const replies = [203, 204].map((n) => `<urn:uuid:${sampleId(n)}>`);
    expect(isAnnotation.sort()).toEqual([...model.annotations.map(({ id }) => `<urn:uuid:${id}>`), ...replies].sort());
    expect(subjects(`${OA}exact`)).toHaveLength(6);
    expect(subjects(`${OA}start`)).toHaveLength(model.counts.placed);
    expect(collection.total).toBe(9);
    expect(collection["glossa:annotations"]).toBe(7);
  });

  it("says where a passage was before, in an order that a processor keeps", async () => {
    const [move, ...others] = (await triples(collection)).filter((line) => line.includes("ns#fromState>"));
    expect(move).toContain('"detached"');
    expect(others).toEqual([]);
    const lists = (await triples(collection)).filter((line) => line.includes("ns#moves>"));
    expect(lists).toHaveLength(1);
    expect(lists[0]).toContain(sampleId(106));
  });

  it("says which comment answers which annotation", async () => {
    expect(await triples(collection)).toContain(
      `<urn:uuid:${sampleId(203)}> <${OA}hasTarget> <urn:uuid:${sampleId(101)}> .`,
    );
  });
});

describe("a page of the API", () => {
  it("gives each annotation a selector by quote, and by position only where it has a sure place", () => {
    for (const item of page()?.items ?? []) {
      const state = item["glossa:state"];
      const [quote, position] = item.target.selector ?? [];
      if (state === undefined) {
        expect(item.target.selector).toBeUndefined();
        continue;
      }
      if (quote?.type !== "TextQuoteSelector") throw new Error("the quote comes first");
      expect(position !== undefined).toBe(state === "anchored" || state === "moved");
      if (position?.type !== "TextPositionSelector") continue;
      const words = [...SAMPLE_TEXT].slice(position.start, position.end).join("");
      expect(words).toBe(quote.exact);
    }
  });

  it("keeps replies inside what they answer", () => {
    const claim = page()?.items.find(({ motivation }) => motivation === "assessing");
    expect(claim?.["glossa:replies"]?.map(({ id }) => id)).toEqual([`urn:uuid:${sampleId(203)}`]);
    expect(claim?.body?.map(({ purpose, value }) => [purpose, value])).toEqual([
      ["assessing", "Is it <b>true</b>?\n\nReally?"],
      ["tagging", "Trade & <ports>"],
    ]);
    expect(claim?.["glossa:resolved"]).toMatchObject({ "glossa:reason": "Checked & done" });
    const highlight = page()?.items.find(({ id }) => id.endsWith("102"));
    expect(highlight?.body).toBeUndefined();
    expect(highlight?.["glossa:replies"]).toHaveLength(1);
  });

  it("leads through all of them, page by page, each once", () => {
    const met: string[] = [];
    let after: string | null = null;
    do {
      const current = page({ limit: 3, after });
      if (!current) throw new Error("a cursor of ours was refused");
      met.push(...current.items.map(({ id }) => id));
      after = current.next ? new URL(current.next).searchParams.get("after") : null;
    } while (after !== null);
    expect(met).toHaveLength(7);
    expect(new Set(met).size).toBe(7);
  });

  it("refuses a cursor that is none of ours", () => {
    expect(page({ after: "2" })).toBeNull();
  });
});

function fail(): never {
  throw new Error("the sample changed");
}
