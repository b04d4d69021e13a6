import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { quoteOf } from "../../domain/anchor/anchor.ts";
import { placeAnchor } from "../../domain/anchor/place.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import { readAnnotations, writeAnnotation } from "../../domain/ydoc/annotations-doc.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import { MemoryLog } from "../../tests/support/memory-log.ts";
import { TestSocket } from "../../tests/support/test-socket.ts";
import { type Edit, TextClient } from "../../tests/support/text-client.ts";
import { paragraph } from "../../tests/support/text-edits.ts";
import { Engine } from "./engine.ts";
import { NO_METRICS } from "./metrics.ts";

const TEXT = "b/text";
const NOTES = "b/annotations";
const SEED = seedUpdate({
  type: "doc",
  content: [paragraph("First words of it."), paragraph("A sentence that is long enough to be known again.")],
});

let log: MemoryLog;
let engine: Engine;
let quiet: string[];

beforeEach(() => {
  vi.useFakeTimers();
  quiet = [];
  log = new MemoryLog(TEXT, NOTES);
  log.write({ documentId: TEXT, entries: [{ bytes: SEED, userId: null }], claims: [] });
});
afterEach(async () => {
  await engine.drain();
  vi.useRealTimers();
});

function start(isShared = false): void {
  engine = new Engine({
    log,
    logger: pino({ level: "silent" }),
    metrics: NO_METRICS,
    isShared,
    command: async () => ({ key: "", ok: true }),
    onQuiet: async (_, text) => void quiet.push(text),
  });
}

/** Written as another node does. */
function annotate(quote: string): void {
  const { doc } = new TextClient(2, SEED);
  const index = readTextMap(doc);
  const begin = index.text.indexOf(quote);
  const range = { start: begin, end: begin + quote.length };
  const positions = index.positionsOf(range);
  const anchor = positions && placeAnchor(index, { ...positions, ...quoteOf(index.text, range) });
  if (!anchor) throw new Error(`“${quote}” is not in the text.`);
  const notes = new Y.Doc();
  const author = { id: "u1", name: "Ann" };
  const at = "2026-11-01T00:00:00.000Z";
  const rest = { moves: [], tags: [], comments: [], resolved: null, deleted: null };
  writeAnnotation(notes, { id: "a1", kind: "highlight", author, at, anchor, ...rest } satisfies Annotation);
  log.write({
    documentId: NOTES,
    entries: [{ bytes: Y.encodeStateAsUpdate(notes), userId: "u1" }],
    claims: [],
  });
}

async function edit(...edits: Edit[]): Promise<void> {
  const room = await engine.hub.room(TEXT);
  const socket = await TestSocket.joined(room);
  const writer = new TextClient(7, Y.encodeStateAsUpdate(room.doc));
  for (const one of edits) writer.edit(one);
  for (const update of writer.outbox) socket.update(update);
  await room.read(() => null);
}

const anchors = () => engine.current(NOTES, (doc) => readAnnotations(doc).map(({ anchor }) => anchor));
const writesTo = (documentId: string): number => log.batches.filter((batch) => batch.documentId === documentId).length;

describe("re-anchoring", () => {
  it("decides nothing while people type elsewhere, and gives the text to search when it is quiet", async () => {
    annotate("long enough to be known");
    start();
    const begun = log.begun;
    await edit({ do: "type", at: 0.1, text: "more " });
    expect(log.begun).toBe(begun + 1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(log.begun).toBe(begun + 1);
    expect(quiet).toHaveLength(1);
    expect(quiet[0]).toContain("more");
  });

  it("detaches at once what was cut, in one decision", async () => {
    annotate("long enough to be known");
    start();
    const before = writesTo(NOTES);
    await edit({ do: "delete", from: 0.3, to: 1 });
    await vi.advanceTimersByTimeAsync(200);
    expect(await anchors()).toMatchObject([{ state: "detached", quote: "long enough to be known" }]);
    expect(writesTo(NOTES)).toBe(before + 1);
    expect(quiet).toEqual([]);
  });

  it("looks, when the text is quiet, also at what another node has annotated without a hint", async () => {
    start(true);
    await engine.hub.room(NOTES);
    annotate("long enough to be known");
    await edit({ do: "delete", from: 0.3, to: 1 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(await anchors()).toMatchObject([{ state: "detached" }]);
  });
});
