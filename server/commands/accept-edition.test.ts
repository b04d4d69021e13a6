import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { type Anchor, quoteOf, rangeOf } from "../../domain/anchor/anchor.ts";
import { placeAnchor } from "../../domain/anchor/place.ts";
import { reviewAnchor } from "../../domain/anchor/review.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { Role } from "../../domain/permissions/permissions.ts";
import { fitDocument } from "../../domain/schema/fit-document.ts";
import { readAnnotations, writeAnnotation } from "../../domain/ydoc/annotations-doc.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import { MemoryLog } from "../../tests/support/memory-log.ts";
import { newEdition } from "../../tests/support/new-edition.ts";
import { TestSocket } from "../../tests/support/test-socket.ts";
import { TextClient } from "../../tests/support/text-client.ts";
import type { Principal } from "../auth/people.ts";
import { previewImport } from "../importing/preview-import.ts";
import { Engine } from "../sync/engine.ts";
import { NO_METRICS } from "../sync/metrics.ts";
import { createEditions } from "./create-editions.ts";
import type { Acceptance, EditionInput, EditionReport, Editions } from "./editions.ts";

const ID = "b";
const TEXT = "b/text";
const NOTES = "b/annotations";
const EDITION = newEdition();

const person = (role: Role): Principal => ({
  id: `the-${role}`,
  name: role,
  role,
  email: "",
  workspaceId: "w",
  sessionId: null,
});
const EDITOR = person("editor");
const inputOf = (text: string): EditionInput => ({ text, format: "text", repair: true, refused: [] });
const REVISED = inputOf(EDITION.after);
const accepting = ({ seq, digest }: EditionReport, rest: Partial<Acceptance> = {}): Acceptance => ({
  seq,
  digest,
  key: "k",
  ...rest,
});

let log: MemoryLog;
let engine: Engine;
let editions: Editions;
let fields: object[];

beforeEach(() => {
  log = new MemoryLog(TEXT, NOTES);
  fields = [];
  const { document } = previewImport(inputOf(EDITION.before));
  const seed = seedUpdate(fitDocument(document));
  log.write({ documentId: TEXT, entries: [{ bytes: seed, userId: null }], claims: [] });
  const notes = new Y.Doc();
  const { doc } = new TextClient(2, seed);
  const index = readTextMap(doc);
  expect(index.text).toBe(EDITION.plainBefore);
  EDITION.passages.forEach(({ start, words }, at) => {
    const range = { start, end: start + words.length };
    const positions = index.positionsOf(range);
    const anchor = positions && placeAnchor(index, { ...positions, ...quoteOf(index.text, range) });
    if (!anchor) throw new Error(`“${words}” is not in the text.`);
    writeAnnotation(notes, annotationOf(String(at), anchor));
  });
  writeAnnotation(notes, annotationOf("whole", null));
  log.write({ documentId: NOTES, entries: [{ bytes: Y.encodeStateAsUpdate(notes), userId: "u1" }], claims: [] });
  const logger = pino({ level: "silent" });
  engine = new Engine({
    log,
    logger,
    metrics: NO_METRICS,
    isShared: false,
    command: async () => ({ key: "", ok: true }),
    onQuiet: async () => {},
  });
  const bulletins = { change: async (_: unknown, id: string, input: object) => void fields.push({ id, ...input }) };
  editions = createEditions({
    engine,
    bulletins,
    roleOn: async ({ role }, id) => (id === ID ? role : null),
    logger,
    now: () => new Date(),
  });
});

afterEach(() => engine.drain());

const annotationOf = (id: string, anchor: Anchor | null): Annotation => ({
  id,
  kind: "highlight",
  author: { id: "u1", name: "Ann" },
  at: "2026-11-01T00:00:00.000Z",
  anchor,
  tags: [],
  comments: [],
  resolved: null,
  moves: [],
  deleted: null,
});

const anchorsNow = async (): Promise<Map<string, Anchor | null>> =>
  new Map(await engine.current(NOTES, (doc) => readAnnotations(doc).map(({ id, anchor }) => [id, anchor] as const)));

async function type(words: string): Promise<void> {
  const room = await engine.hub.room(TEXT);
  const socket = await TestSocket.joined(room);
  const writer = new TextClient(7, Y.encodeStateAsUpdate(room.doc));
  writer.edit({ do: "type", at: 0.5, text: words });
  for (const update of writer.outbox) socket.update(update);
  await room.read(() => null);
}

describe("a new edition of the sample with 30 % of its paragraphs changed", () => {
  it("is reported as it was made", async () => {
    expect(EDITION.changed / EDITION.paragraphs).toBeCloseTo(0.3, 1);
    const report = await editions.preview(EDITOR, ID, REVISED);
    const fates = new Map(report.items.map(({ id, state }) => [id, state]));
    expect(EDITION.passages.map(({ words }, at) => [words, fates.get(String(at))])).toEqual(
      EDITION.passages.map(({ words, fate }) => [words, fate]),
    );
    expect(fates.get("whole")).toBe("exact");
    expect(report.text).toEqual({ same: 24, changed: 7, moved: 1, added: 2, removed: 2 });
    expect(report.found).toEqual({
      title: "Repairing Baltic Sea Cables Becomes a Test of Regional Security",
      author: "Ilse Brandvold",
    });
    for (const item of report.items) {
      const known = EDITION.passages[Number(item.id)];
      if (known?.after) expect(item.after?.quote).toBe(known.after.words);
      else expect(item.after === null).toBe(item.state === "detached" || item.id === "whole");
    }
  });

  it("leaves every passage on its own words, or says that it can't", async () => {
    const report = await editions.preview(EDITOR, ID, REVISED);
    await editions.accept(EDITOR, ID, REVISED, accepting(report));
    const { map } = await engine.text(ID);
    expect(map.text).toBe(EDITION.plainAfter);
    const anchors = await anchorsNow();
    const places = EDITION.passages.map((_, at) => {
      const anchor = anchors.get(String(at));
      const isSure = anchor?.state === "anchored" || anchor?.state === "moved";
      const range = anchor && isSure ? rangeOf(map, anchor) : null;
      return range && { start: range.start, words: map.text.slice(range.start, range.end) };
    });
    expect(places).toEqual(EDITION.passages.map(({ after }) => after));
  });

  it("is stable: no later look changes an anchor again", async () => {
    const report = await editions.preview(EDITOR, ID, REVISED);
    await editions.accept(EDITOR, ID, REVISED, accepting(report));
    const { map } = await engine.text(ID);
    for (const [id, anchor] of await anchorsNow()) {
      if (!anchor) continue;
      for (const refresh of [false, true])
        expect([id, reviewAnchor(map, anchor, { near: null, refresh })]).toEqual([id, null]);
    }
    const again = await editions.preview(EDITOR, ID, REVISED);
    expect(again.text).toMatchObject({ changed: 0, moved: 0, added: 0, removed: 0 });
    expect(again.items.filter(({ state, was }) => state !== "exact" && state !== was)).toEqual([]);
  });
});

describe("accepting an edition", () => {
  it("is refused when somebody typed since the report, and changes nothing", async () => {
    const report = await editions.preview(EDITOR, ID, REVISED);
    await type("Stop press. ");
    const { map } = await engine.text(ID);
    await expect(editions.accept(EDITOR, ID, REVISED, accepting(report))).rejects.toMatchObject({ code: "conflict" });
    // Not even with the sequence of now: what the report said of the annotations is not what would happen.
    const { seq } = await engine.text(ID);
    await expect(editions.accept(EDITOR, ID, REVISED, accepting(report, { seq }))).rejects.toMatchObject({
      code: "conflict",
    });
    expect((await engine.text(ID)).map.text).toBe(map.text);
  });

  it("is refused when somebody typed in the very turn in which it would be done", async () => {
    const report = await editions.preview(EDITOR, ID, REVISED);
    const room = await engine.hub.room(TEXT);
    const socket = await TestSocket.joined(room);
    const writer = new TextClient(7, Y.encodeStateAsUpdate(room.doc));
    writer.edit({ do: "delete", from: 0.5, to: 0.51 });
    const change = room.change.bind(room);
    // The sequence does not tell it: what is typed in this turn has none yet.
    room.change = (...args: Parameters<typeof change>) => {
      for (const update of writer.outbox) socket.update(update);
      return change(...args) as never;
    };
    await expect(editions.accept(EDITOR, ID, REVISED, accepting(report))).rejects.toMatchObject({ code: "conflict" });
  });

  it("is refused when somebody annotated since the report, where the report's digest is sent", async () => {
    const report = await editions.preview(EDITOR, ID, REVISED);
    await engine.hub.with(NOTES, (room) =>
      room.change({ userId: "u1", key: null }, (doc) => {
        writeAnnotation(doc, annotationOf("late", null));
        return { value: null, projection: null };
      }),
    );
    await expect(editions.accept(EDITOR, ID, REVISED, accepting(report))).rejects.toMatchObject({ code: "conflict" });
    await editions.accept(EDITOR, ID, REVISED, accepting(report, { digest: undefined }));
    expect((await engine.text(ID)).map.text).toBe(EDITION.plainAfter);
  });

  it("is done once, however often it is pressed", async () => {
    const report = await editions.preview(EDITOR, ID, REVISED);
    const presses = [1, 2, 3].map(() => editions.accept(EDITOR, ID, REVISED, accepting(report)));
    const answers = await Promise.all(presses);
    answers.push(await editions.accept(EDITOR, ID, REVISED, accepting(report)));
    expect(new Set(answers.map(({ seq }) => seq)).size).toBe(1);
    expect(log.batches.filter(({ documentId }) => documentId === TEXT)).toHaveLength(2);
    expect((await engine.text(ID)).map.text).toBe(EDITION.plainAfter);
  });

  it("changes title and author only where they are given", async () => {
    const report = await editions.preview(EDITOR, ID, REVISED);
    await editions.accept(EDITOR, ID, REVISED, accepting(report, { title: "Second edition" }));
    expect(fields).toEqual([{ id: ID, title: "Second edition" }]);
  });

  it("is for editors and owners", async () => {
    for (const role of ["reader", "annotator"] as const) {
      const asked = editions.preview(person(role), ID, REVISED);
      await expect(asked).rejects.toMatchObject({ code: "forbidden" });
      const report = await editions.preview(person("owner"), ID, REVISED);
      const done = editions.accept(person(role), ID, REVISED, accepting(report));
      await expect(done).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(editions.preview(EDITOR, "other", REVISED)).rejects.toMatchObject({ code: "not-found" });
  });

  it("writes all anchors in one batch", async () => {
    const report = await editions.preview(EDITOR, ID, REVISED);
    const before = log.batches.length;
    await editions.accept(EDITOR, ID, REVISED, accepting(report));
    expect(log.batches.slice(before).map(({ documentId }) => documentId)).toEqual([TEXT, NOTES]);
  });
});
