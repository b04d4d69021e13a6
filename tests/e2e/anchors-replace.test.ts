/** Passages in a text in which every occurrence of a word is replaced by another. */

import * as Y from "yjs";
import { type Crew, expectNeverElsewhere, expectPassages, gatherCrew, openScene } from "../support/anchored.ts";
import { test } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { RawClient } from "../support/sync-client.ts";
import { schema, TextClient } from "../support/text-client.ts";
import { pick } from "../support/write-text.ts";

test.describe.configure({ timeout: 120_000 });

let server: TestServer;
let crew: Crew;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  server = await startServer();
  crew = await gatherCrew(browser, server);
});

test.afterAll(async () => {
  await server.stop();
});

const HTML = `
<h2>The ferry and the strait</h2>
<p>Each ferry carries cars. The ferry of the north is the oldest.</p>
<p>Nobody asked the ferry company why. A <a href="https://example.org/ferry">ferry report</a> was promised.</p>
<ul><li>The last ferry leaves at ten.</li><li>No tickets are sold on board.</li></ul>`;

const PASSAGES = {
  /** With the word that is replaced, within many others. */
  sentence: "The ferry of the north is the oldest.",
  /** In which nothing is replaced, beside it. */
  company: "company why",
  link: "ferry report",
  tickets: "No tickets are sold",
};

/** A word that was replaced at an edge has left the passage, as what is typed there does not come into it. */
const EDGE = "A steamer [report] was";

/** What lay between two replaced words was written anew, its first words with it, behind the old surroundings. */
const SENTENCE = "cars. [The steamer of the north is the oldest.]\n\nNobody";

test("all at once, in one step of an editor's program", async ({ newScreen }) => {
  const scene = await openScene(crew, newScreen, { html: HTML, passages: PASSAGES });
  const client = RawClient.connect(server.url, scene.bulletinId, "text", crew.token);
  await client.synced();
  const editor = new TextClient(client.doc.clientID, Y.encodeStateAsUpdate(client.doc), client.doc);
  const marker = client.edit(() =>
    editor.change((tr) => {
      const found: { from: number; marks: Parameters<typeof schema.text>[1] }[] = [];
      tr.doc.descendants((node, position) => {
        for (const { index } of (node.text ?? "").matchAll(/ferry/g))
          found.push({ from: position + index, marks: node.marks });
      });
      for (const { from, marks } of found.reverse())
        tr.replaceWith(from, from + "ferry".length, schema.text("steamer", marks));
    }),
  );
  await client.savedAt(marker);
  client.close();
  await expectPassages(scene, {
    sentence: SENTENCE,
    company: "the steamer [company why]. A",
    link: EDGE,
    tickets: "at ten.\n[No tickets are sold] on",
  });
  expectNeverElsewhere(scene, { except: ["sentence", "link"] });
});

test("one after the other, by mouse and keyboard", async ({ newScreen }) => {
  const scene = await openScene(crew, newScreen, { html: HTML, passages: PASSAGES });
  const { ada } = scene;
  for (const around of [
    "The ferry and",
    "Each ferry carries",
    "The ferry of",
    "the ferry company",
    "A ferry report",
    "last ferry leaves",
  ]) {
    await pick(ada, around);
    await ada.keyboard.insertText(around.replace("ferry", "steamer"));
  }
  await expectPassages(scene, {
    sentence: SENTENCE,
    company: "the steamer [company why]. A",
    link: EDGE,
    tickets: "at ten.\n[No tickets are sold] on",
  });
  expectNeverElsewhere(scene, { except: ["sentence", "link"] });
});

test("by pasting the changed paragraph over itself", async ({ newScreen }) => {
  const scene = await openScene(crew, newScreen, { html: HTML, passages: PASSAGES });
  const { ada } = scene;
  const paste = async (words: string): Promise<void> => {
    await pick(ada, words);
    await ada.evaluate((text) => navigator.clipboard.writeText(text), words.replaceAll("ferry", "steamer"));
    await ada.keyboard.press("Control+v");
  };
  await paste("Each ferry carries cars. The ferry of the north is the oldest.");
  await paste("Nobody asked the ferry company why. A ferry report was promised.");
  await expectPassages(scene, {
    sentence: SENTENCE,
    company: "the steamer [company why]. A",
    link: EDGE,
    tickets: "at ten.\n[No tickets are sold] on",
  });
  expectNeverElsewhere(scene, { except: ["sentence", "link"] });
});
