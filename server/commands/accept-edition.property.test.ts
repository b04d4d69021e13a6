import fc from "fast-check";
import { pino } from "pino";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { quoteOf, rangeOf, type TextRange } from "../../domain/anchor/anchor.ts";
import { placeAnchor } from "../../domain/anchor/place.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import { fitDocument } from "../../domain/schema/fit-document.ts";
import { readAnnotations, writeAnnotation } from "../../domain/ydoc/annotations-doc.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import { MemoryLog } from "../../tests/support/memory-log.ts";
import { previewImport } from "../importing/preview-import.ts";
import { Engine } from "../sync/engine.ts";
import { NO_METRICS } from "../sync/metrics.ts";
import { createEditions } from "./create-editions.ts";
import type { EditionInput } from "./editions.ts";

// The server looks at anchors when a text is quiet; here it is as soon as the test says so.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** More by hand: GLOSSA_ROUNDS=1000 npx vitest run server/commands/accept-edition.property.test.ts */
const ROUNDS = Number(process.env.GLOSSA_ROUNDS ?? 50);

/** Longer than the server waits for quiet, in milliseconds. */
const QUIET = 10_000;

const WORDS =
  "the ship left port at noon and nobody saw it go, though harbour masters on both shores had asked 12 times".split(
    " ",
  );
const sentence = fc
  .array(fc.constantFrom(...WORDS), { minLength: 2, maxLength: 14 })
  .map((words) => `${words.join(" ")}.`);
const paragraph = fc.array(sentence, { minLength: 1, maxLength: 4 });
const text = fc.array(paragraph, { minLength: 2, maxLength: 8 });
const revisions = fc.array(
  fc.record({
    do: fc.constantFrom("reword", "move", "delete", "insert", "split", "join", "copy"),
    at: fc.nat(99),
    to: fc.nat(99),
    words: sentence,
  }),
  { minLength: 1, maxLength: 5 },
);
const passages = fc.array(fc.tuple(fc.nat(9999), fc.integer({ min: 3, max: 90 })), { minLength: 1, maxLength: 10 });

type Revision = typeof revisions extends fc.Arbitrary<(infer R)[]> ? R : never;

function revise(paragraphs: string[][], { do: what, at, to, words }: Revision): string[][] {
  const from = at % paragraphs.length;
  const here = paragraphs[from] ?? [];
  const others = paragraphs.filter((_, index) => index !== from);
  switch (what) {
    case "reword":
      return paragraphs.with(from, here.with(to % here.length, words));
    case "move":
      return others.toSpliced(to % paragraphs.length, 0, here);
    case "delete":
      return others.length > 0 ? others : paragraphs;
    case "insert":
      return paragraphs.toSpliced(from, 0, [words]);
    case "copy":
      return paragraphs.toSpliced(to % paragraphs.length, 0, here);
    case "split":
      return here.length > 1 ? paragraphs.toSpliced(from, 1, here.slice(0, 1), here.slice(1)) : paragraphs;
    case "join":
      return paragraphs.toSpliced(from, 2, [...here, ...(paragraphs[from + 1] ?? [])]);
    default:
      return paragraphs;
  }
}

const inputOf = (paragraphs: string[][]): EditionInput => ({
  text: paragraphs.map((sentences) => sentences.join(" ")).join("\n\n"),
  format: "text",
  repair: false,
  refused: [],
});

/** As what people select is trimmed. */
function trimmed(text: string, { start, end }: TextRange): TextRange {
  const words = text.slice(start, end);
  return { start: end - words.trimStart().length, end: start + words.trimEnd().length };
}

function annotationsOn(seed: Uint8Array, all: readonly [number, number][]): Annotation[] {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seed);
  const index = readTextMap(doc);
  return all.flatMap(([from, length], at): Annotation[] => {
    const start = from % index.text.length;
    const range = trimmed(index.text, { start, end: Math.min(index.text.length, start + length) });
    const positions = index.positionsOf(range);
    const anchor = positions && placeAnchor(index, { ...positions, ...quoteOf(index.text, range) });
    const author = { id: "u", name: "Ann" };
    const rest = { moves: [], tags: [], comments: [], resolved: null, deleted: null };
    return anchor
      ? [{ id: String(at), kind: "highlight", author, at: "2026-11-01T00:00:00.000Z", anchor, ...rest }]
      : [];
  });
}

it(
  "does to every annotation what its report said, also after the server has looked again",
  async () => {
    await fc.assert(
      fc.asyncProperty(text, revisions, revisions, passages, async (before, first, second, marked) => {
        const seed = seedUpdate(fitDocument(previewImport(inputOf(before)).document));
        const notes = new Y.Doc();
        for (const annotation of annotationsOn(seed, marked)) writeAnnotation(notes, annotation);
        const log = new MemoryLog("b/text", "b/annotations");
        log.write({ documentId: "b/text", entries: [{ bytes: seed, userId: null }], claims: [] });
        const entries = [{ bytes: Y.encodeStateAsUpdate(notes), userId: "u" }];
        log.write({ documentId: "b/annotations", entries, claims: [] });
        const logger = pino({ level: "silent" });
        const command = async () => ({ key: "", ok: true as const });
        const engine = new Engine({
          log,
          logger,
          metrics: NO_METRICS,
          isShared: false,
          command,
          onQuiet: async () => {},
        });
        const bulletins = { change: async () => null };
        const editions = createEditions({
          engine,
          bulletins,
          roleOn: async () => "editor",
          logger,
          now: () => new Date(),
        });
        const editor = { id: "e", name: "Ed", role: "editor" as const, email: "", workspaceId: "w", sessionId: null };

        // Twice, so that there are passages that have moved or were lost before.
        let revised = before;
        for (const [round, some] of [first, second].entries()) {
          revised = some.reduce(revise, revised);
          const input = inputOf(revised);
          const { seq, digest, items } = await editions.preview(editor, "b", input);
          await editions.accept(editor, "b", input, { seq, digest, key: `edition ${round}` });
          await vi.advanceTimersByTimeAsync(QUIET);
          const { map } = await engine.text("b");
          expect(map.text).toBe(input.text);
          const now = await engine.current("b/annotations", readAnnotations);
          for (const { id, state, was, after } of items) {
            const anchor = now.find((annotation) => annotation.id === id)?.anchor;
            const range = anchor && anchor.state !== "detached" ? rangeOf(map, anchor) : null;
            const stays = was === "moved" ? "moved" : "anchored";
            const states = {
              exact: stays,
              changed: stays,
              moved: "moved",
              uncertain: "uncertain",
              detached: "detached",
            };
            expect([round, id, anchor?.state]).toEqual([round, id, states[state]]);
            // Of a long passage the report shows both ends.
            const [head, tail] = after?.quote.split(" … ") ?? [];
            const shown = range && map.text.slice(range.start, range.end);
            if (head === undefined || tail === undefined) expect(shown).toBe(after?.quote ?? null);
            else expect([shown?.slice(0, head.length), shown?.slice(-tail.length)]).toEqual([head, tail]);
          }
        }
        await engine.drain();
      }),
      { numRuns: ROUNDS },
    );
  },
  60_000 + ROUNDS * 1200,
);
