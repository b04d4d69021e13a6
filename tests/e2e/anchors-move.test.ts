/** Passages whose words go elsewhere, or go and come back. */

import { expect, type Page } from "@playwright/test";
import {
  type Crew,
  expectNeverElsewhere,
  expectPassages,
  gatherCrew,
  openScene,
  PASSAGES,
} from "../support/anchored.ts";
import { test, untilSaved } from "../support/browser.ts";
import { open } from "../support/reading.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { caret, drag, pick, tool } from "../support/write-text.ts";

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

const HARBOUR = "Harbour masters on both shores asked for earlier sailings twice. The flag 🚢 of the line stayed down.";

/** To a paragraph of its own at the end of the bulletin, which is where a caret can always be put. */
async function pasteAtEnd(page: Page): Promise<void> {
  await caret(page, "it ends.|");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+v");
}

test("a paragraph that is moved takes its passages along", async ({ newScreen }) => {
  const scene = await openScene(crew, newScreen, { passages: { ...PASSAGES, route: "serves the route." } });
  const { ada } = scene;

  // At once, as one does who knows where it goes.
  await pick(ada, HARBOUR);
  await ada.keyboard.press("Control+x");
  await ada.keyboard.press("Backspace");
  await pasteAtEnd(ada);
  await expectPassages(scene, {
    first: "[Winter] on",
    plain: "its [winter timetable] until",
    link: "it ends.\n\nHarbour masters on both shores asked for [earlier sailings] twice",
    emoji: "The [flag 🚢 of] the line stayed down.",
    items: "by [a fifth.]\n[The] night",
    last: "it [ends.]\n\nHarbour",
  });

  // With the mouse, over the table and the list. The last word has half of its surroundings then, which is just enough to be
  // sure of it or just too little: both were seen, so nothing is expected of it.
  await drag(ada, "No other line serves the route. Nobody has said when it ends.", "|The ferry");
  await expectPassages(scene, {
    route: "No other line [serves the route.] Nobody",
    plain: "its [winter timetable] until",
    link: "for [earlier sailings] twice",
  });
  expectNeverElsewhere(scene, { except: ["across"] });
});

test("what is cut is detached for everybody, and is found again where it is pasted", async ({ newScreen }) => {
  const scene = await openScene(crew, newScreen);
  const { ada } = scene;
  await pick(ada, "flag 🚢 of the line");
  await ada.keyboard.press("Control+x");
  await expectPassages(scene, { emoji: { detached: "flag 🚢 of" }, link: "for [earlier sailings] twice" });
  await caret(ada, "Nobody |has");
  await ada.keyboard.press("Control+v");
  await expectPassages(scene, {
    emoji: "Nobody [flag 🚢 of] the linehas said",
    link: "for [earlier sailings] twice",
    last: "it [ends.]",
  });

  // A whole paragraph with a passage into the one before it, the two paragraphs joined behind it.
  await pick(ada, "Winter on the strait\n\nThe ferry company kept its winter timetable until");
  await ada.keyboard.press("Control+x");
  await expectPassages(scene, {
    first: { detached: "Winter" },
    heading: { detached: "the strait" },
    plain: { detached: "winter timetable" },
    across: "gone [by March.]\n\n[Harbour masters] on",
  });
  await pasteAtEnd(ada);
  await expectPassages(scene, {
    heading: "Winter on [the strait]\n\nThe ferry",
    plain: "its [winter timetable] until",
    across: "gone [by March.]\n\n[Harbour masters] on",
    last: "it [ends.]\n\nWinter",
  });
  expectNeverElsewhere(scene);
});

test("deleted and undone, on every screen and on a fresh load", async ({ newScreen }) => {
  const scene = await openScene(crew, newScreen);
  const { ada, ben } = scene;
  const all = {
    first: "[Winter] on",
    heading: "on [the strait]",
    plain: "its [winter timetable] until",
    across: "gone [by March.]\n\n[Harbour masters] on",
    link: "for [earlier sailings] twice",
    emoji: "The [flag 🚢 of] the",
    items: "by [a fifth.]\n[The] night",
    item: "The [night boat] was",
    cell: "pier\t[twelve a day]\nSouth",
    last: "it [ends.]",
  };

  await pick(ada, "winter timetable");
  await ada.keyboard.press("Delete");
  await expectPassages(scene, { ...all, plain: { detached: "winter timetable" } });
  await tool(ada, "Undo").click();
  await expectPassages(scene, all);

  // All of it, and back at once, before anybody has seen it go.
  await ada.keyboard.press("Control+a");
  await ada.keyboard.press("Backspace");
  await ada.keyboard.press("Control+z");
  await expectPassages(scene, all);

  // All of it, and back once everybody has seen it go; and gone again, and back again.
  for (const _round of ["once", "again"]) {
    await ada.keyboard.press("Control+a");
    await ada.keyboard.press("Delete");
    await expectPassages(scene, { plain: { detached: "winter timetable" }, cell: { detached: "twelve a day" } });
    await tool(ada, "Undo").click();
    await expectPassages(scene, all);
  }

  // On the screens' own fresh loads, too.
  await untilSaved(ada);
  await Promise.all([open(ada, scene.address), open(ben, scene.address)]);
  await expectPassages(scene, all);
  await expect(ada.getByRole("button", { name: /^Detached/ })).toHaveCount(0);
  expectNeverElsewhere(scene);
});
