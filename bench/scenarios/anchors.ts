/** Ours alone: resolving thousands of anchors, and what it costs those who type. */

import { setTimeout as delay } from "node:timers/promises";
import type { Anchor } from "../../domain/anchor/anchor.ts";
import { readAnnotations } from "../../domain/ydoc/annotations-doc.ts";
import { annotationsId } from "../../server/sync/document-ids.ts";
import { annotationsUpdate, numbers, paragraphsOf, putBack, textOf } from "../../tests/support/marked-text.ts";
import { RawClient } from "../../tests/support/sync-client.ts";
import { measureResolving } from "../measure/resolving.ts";
import type { Sql } from "../peers/database.ts";
import type { OwnServer } from "../peers/start-glossa.ts";
import type { Scenario } from "./scenario.ts";

const WORDS = 5_000;
const ANCHORS = 10_000;
const EDITS = 20_000;
const REWRITTEN = 3_000;
const KEY_EVERY = 100;
/** After this long the first looks at a bulletin that was just opened are done. */
const SETTLED = 5_000;

export const anchors: Scenario = {
  name: "anchors",
  title: "Thousands of anchors",
  what: ({ seconds }) =>
    `${ANCHORS.toLocaleString("en")} passages, over one another, on ${WORDS.toLocaleString("en")} words. Resolved from ` +
    `nothing, on a fresh text and on one of ${EDITS.toLocaleString("en")} edits; then after one edit of somebody else, as ` +
    "the server does it and as a browser does (processor time; the middle of several runs in one process). On " +
    `the running server: the event loop's delay while somebody types ten keys a second for ${seconds} s; and, when ` +
    `paragraphs with ${REWRITTEN.toLocaleString("en")} passages are cut and put back, until their new anchors, one batch, ` +
    "are stored and have reached a reader.",
  columns: [
    { key: "nothing", label: "from nothing ms", digits: 1 },
    { key: "nothingEdited", label: "of many edits ms", digits: 1 },
    { key: "serverEdit", label: "an edit: server ms", digits: 1 },
    { key: "browserEdit", label: "browser ms", digits: 1 },
    { key: "typingP99", label: "typing: loop p99 ms", digits: 1 },
    { key: "typingMax", label: "max", digits: 1 },
    { key: "rewritten", label: "rewritten", digits: 0 },
    { key: "batch", label: "after ms", digits: 0 },
    { key: "batchMax", label: "loop max ms", digits: 1 },
  ],
  takesPart: ({ kind }) => kind === "ours",
  async measure(running, { seconds }) {
    const { own } = running;
    if (!own) throw new Error("Only our own server is measured so.");
    const below = numbers(1);
    const paragraphs = paragraphsOf(WORDS, below);
    const fresh = await measureResolving(paragraphs, { anchors: ANCHORS, edits: 0, below });
    const edited = await measureResolving(paragraphs, { anchors: ANCHORS, edits: EDITS, below });
    const bulletin = await annotatedBulletin(own, paragraphs);
    const [text, notes] = await Promise.all(["text", "annotations"].map((room) => joined(own, bulletin, room)));
    if (!text || !notes) throw new Error("There are two rooms.");
    await delay(SETTLED);
    const typing = await measureTyping(own, text, seconds);
    const batch = await measureBatch(own, text, notes);
    for (const client of [text, notes]) client.close();
    return {
      figures: {
        nothing: fresh.nothing,
        nothingEdited: edited.nothing,
        serverEdit: edited.serverEdit,
        browserEdit: edited.browserEdit,
        ...typing,
        ...batch,
      },
      notes: [],
    };
  },
};

async function joined(own: OwnServer, bulletin: string, room: string): Promise<RawClient> {
  const client = RawClient.connect(own.url, bulletin, room, own.token);
  await client.synced();
  return client;
}

/** Written into the database while the server is stopped: ten thousand commands would take minutes. */
async function annotatedBulletin(own: OwnServer, paragraphs: string[]): Promise<string> {
  const bulletin = await own.makeBulletin(paragraphs);
  const text = await joined(own, bulletin, "text");
  text.close();
  const update = annotationsUpdate(text.doc, ANCHORS, numbers(2));
  await own.restart((sql) => store(sql, annotationsId(bulletin), update));
  return bulletin;
}

async function store(sql: Sql, documentId: string, update: Uint8Array): Promise<void> {
  await sql('INSERT INTO "Document" (id, seq) VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET seq = 1', [documentId]);
  await sql('INSERT INTO "LogEntry" ("documentId", seq, bytes) VALUES ($1, 1, $2)', [documentId, update]);
}

async function measureTyping(own: OwnServer, text: RawClient, seconds: number) {
  await loopDelay(own);
  for (let key = 0; key < (seconds * 1000) / KEY_EVERY; key++) {
    text.edit((fragment) => {
      const words = textOf(text.doc, Math.floor(fragment.length / 2));
      words.insert(Math.floor(words.length / 2), "y");
    });
    await delay(KEY_EVERY);
  }
  const { p99, max } = await loopDelay(own);
  return { typingP99: p99, typingMax: max };
}

/** Cut and put back, paragraphs are other items with the same words: every passage on them has to be found again. */
async function measureBatch(own: OwnServer, text: RawClient, notes: RawClient) {
  const before = anchorsById(notes.doc);
  const share = REWRITTEN / ANCHORS;
  await loopDelay(own);
  const began = performance.now();
  text.edit((fragment) => putBack(text.doc, Math.floor(fragment.length * share)));
  let tookMs = 0;
  notes.doc.once("update", () => {
    tookMs = performance.now() - began;
  });
  await notes.until(() => tookMs > 0);
  const { max } = await loopDelay(own);
  const after = anchorsById(notes.doc);
  const rewritten = [...after].filter(([id, anchor]) => JSON.stringify(anchor) !== JSON.stringify(before.get(id)));
  return { rewritten: rewritten.length, batch: tookMs, batchMax: max };
}

const anchorsById = (doc: RawClient["doc"]): Map<string, Anchor | null> =>
  new Map(readAnnotations(doc).map(({ id, anchor }) => [id, anchor]));

/** Of the event loop since it was last asked for, in milliseconds. */
async function loopDelay(own: OwnServer): Promise<{ p99: number; max: number }> {
  const metrics = await (await fetch(`${own.url}/api/metrics`)).text();
  const of = (name: string): number => {
    const found = new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)$`, "m").exec(metrics);
    if (!found) throw new Error(`The server does not tell the ${name} of its event loop's delay.`);
    return Number(found[1]) * 1000;
  };
  return { p99: of("p99"), max: of("max") };
}
