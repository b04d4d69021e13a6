/** Ours alone: reading and typing in a bulletin with thousands of annotations, in a real browser. */

import type { Browser } from "@playwright/test";
import { annotationsId } from "../../server/sync/document-ids.ts";
import { crowdUpdate, paragraphsOf } from "../../tests/support/crowd.ts";
import { blockText, RawClient } from "../../tests/support/sync-client.ts";
import { goToMiddle, openBrowser, openBulletin, scroll, signedIn, type } from "../browser/screen.ts";
import { nth, traced, workBetween } from "../browser/trace.ts";
import type { Sql } from "../peers/database.ts";
import type { OwnServer } from "../peers/start-glossa.ts";
import type { Figures, Scenario } from "./scenario.ts";

const WORDS = 5_000;
const ANNOTATIONS = 10_000;
const OPENINGS = 3;
const KEYS = 300;
/** The first ones still find code that was never run. */
const KEYS_BEFORE = 30;
const WHEEL_TURNS = 100;
/** Of the other person, in ms. */
const OTHERS_KEY_EVERY = 100;

export const annotations: Scenario = {
  name: "annotations",
  title: "Thousands of annotations",
  what: () =>
    `A bulletin of ${WORDS.toLocaleString("en")} words with ${ANNOTATIONS.toLocaleString("en")} annotations, in Chromium. ` +
    "Open: from the start of the navigation, with nothing kept from before, until text, highlights and margin are drawn, " +
    "and until a reader's click on a passage or an editor's first key is answered on the screen (the middle one of " +
    `${OPENINGS}). Then ${KEYS} keys, ten a second, in the middle of the text: all that the page's main thread does from ` +
    "one key to the next, drawing and what follows the frame included, in processor time by Chromium's trace. Again " +
    `while somebody else types as fast three paragraphs above, and for ${WHEEL_TURNS} turns of the wheel.`,
  columns: [
    { key: "readerDrawn", label: "reader: drawn ms", digits: 0 },
    { key: "readerOpen", label: "answers ms", digits: 0 },
    { key: "editorDrawn", label: "editor: drawn ms", digits: 0 },
    { key: "editorOpen", label: "answers ms", digits: 0 },
    { key: "keyP50", label: "a key: p50 ms", digits: 1 },
    { key: "keyP95", label: "p95", digits: 1 },
    { key: "keyMax", label: "max", digits: 1 },
    { key: "bothP50", label: "two type: p50 ms", digits: 1 },
    { key: "bothP95", label: "p95", digits: 1 },
    { key: "wheelP95", label: "wheel: p95 ms", digits: 1 },
    { key: "elements", label: "marks in the page", digits: 0 },
  ],
  takesPart: ({ name }) => name === "glossa",
  async measure(running) {
    const { own } = running;
    if (!own) throw new Error("Only our own server is measured so.");
    const bulletin = await own.makeBulletin(paragraphsOf(WORDS));
    const text = await joinText(own, bulletin);
    text.close();
    await own.restart((sql) => writeAnnotations(sql, annotationsId(bulletin), crowdUpdate(text.doc, ANNOTATIONS)));
    const browser = await openBrowser();
    try {
      const reader = await opened(browser, own, bulletin, "reader");
      await reader.page.close();
      const editor = await opened(browser, own, bulletin, "editor");
      const { page } = editor;
      await goToMiddle(page);
      await type(page, KEYS_BEFORE);
      const alone = await traced(browser, page, () => type(page, KEYS));
      const elements = await page.locator("[data-text-ready] [data-annotations]").count();
      const stop = await startOther(own, bulletin);
      const both = await traced(browser, page, () => type(page, KEYS));
      stop();
      let turns: number[] = [];
      const wheel = await traced(browser, page, async () => {
        turns = await scroll(page, WHEEL_TURNS);
      });
      return {
        figures: {
          readerDrawn: reader.drawn,
          readerOpen: reader.interactive,
          editorDrawn: editor.drawn,
          editorOpen: editor.interactive,
          ...shares("key", workBetween(alone.tasks, alone.keys)),
          ...shares("both", workBetween(both.tasks, both.keys)),
          ...shares("wheel", workBetween(wheel.tasks, turns)),
          elements,
        },
        notes: [],
      };
    } finally {
      await browser.close();
    }
  },
};

/** The last page, with the middle times of all. */
async function opened(browser: Browser, own: OwnServer, bulletin: string, role: "reader" | "editor") {
  const drawn: number[] = [];
  const interactive: number[] = [];
  for (let count = 1; ; count++) {
    const context = await signedIn(browser, own.url, `${role}-0@example.org`);
    const one = await openBulletin(context, `${own.url}/b/${bulletin}`, role === "editor");
    drawn.push(one.drawn);
    interactive.push(one.interactive);
    if (count === OPENINGS) return { page: one.page, drawn: nth(drawn, 0.5), interactive: nth(interactive, 0.5) };
    await context.close();
  }
}

const shares = (name: string, work: number[]): Figures => ({
  [`${name}P50`]: nth(work, 0.5),
  [`${name}P95`]: nth(work, 0.95),
  [`${name}Max`]: nth(work, 1),
});

async function joinText(own: OwnServer, bulletin: string): Promise<RawClient> {
  const client = RawClient.connect(own.url, bulletin, "text", own.token);
  await client.synced();
  return client;
}

async function writeAnnotations(sql: Sql, documentId: string, update: Uint8Array): Promise<void> {
  await sql('INSERT INTO "Document" (id, seq) VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET seq = 1', [documentId]);
  await sql('INSERT INTO "LogEntry" ("documentId", seq, bytes) VALUES ($1, 1, $2)', [documentId, update]);
}

/** Somebody else types; what is given ends it. */
async function startOther(own: OwnServer, bulletin: string): Promise<() => void> {
  const client = await joinText(own, bulletin);
  const timer = setInterval(() => {
    client.edit((fragment) => {
      const text = blockText(fragment, Math.floor(fragment.length / 2) - 3);
      text.insert(Math.floor(text.length / 2), "y");
    });
  }, OTHERS_KEY_EVERY);
  return () => {
    clearInterval(timer);
    client.close();
  };
}
