/** Passages in which two people write at the same time, with and without a connection. */

import { expect } from "@playwright/test";
import { type Crew, expectNeverElsewhere, expectPassages, gatherCrew, openScene } from "../support/anchored.ts";
import { savedSign, test, untilSaved } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { caret, pick, pressAt, typeAt } from "../support/write-text.ts";

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

test("two write in the same passages at the same time", async ({ newScreen }) => {
  const scene = await openScene(crew, newScreen, { second: "eve" });
  const { ada, ben: eve } = scene;

  await Promise.all([caret(ada, "winter| timetable"), caret(eve, "time|table")]);
  await Promise.all([ada.keyboard.type("ZZZZZZ", { delay: 20 }), eve.keyboard.type("ZZZZZZ", { delay: 20 })]);
  await expectPassages(scene, { plain: "its [winterZZZZZZ timeZZZZZZtable] until" });

  // One breaks the passage, the other writes at its edges; one makes bold what the other writes in.
  await Promise.all([caret(ada, "Harbour| masters"), caret(eve, "gone |by March.")]);
  await Promise.all([ada.keyboard.press("Enter"), eve.keyboard.type("Z")]);
  await Promise.all([pick(ada, "earlier sailings"), caret(eve, "ear|lier")]);
  await Promise.all([ada.keyboard.press("Control+b"), eve.keyboard.type("ZZZ", { delay: 20 })]);
  await expectPassages(scene, {
    across: "gone Z[by March.]\n\n[Harbour]\n\n[ masters] on",
    link: "for [earZZZlier sailings] twice",
    emoji: "The [flag 🚢 of] the",
  });

  // One removes a sentence while the other writes in the passage beside it.
  await Promise.all([pick(ada, "Nobody has said when it "), caret(eve, "en|ds.")]);
  await Promise.all([ada.keyboard.press("Delete"), eve.keyboard.type("Z")]);
  await expectPassages(scene, { last: "route. [enZds.]" });
  expectNeverElsewhere(scene);
});

test("an hour in a train, and a merge", async ({ newScreen }) => {
  const scene = await openScene(crew, newScreen, { second: "eve" });
  const { ada, ben: eve } = scene;

  await ada.context().setOffline(true);
  await expect(savedSign(ada)).toHaveText("Offline");
  await typeAt(ada, "kept its |winter", "Z");
  await typeAt(ada, "time|table", "ZZ");
  await pressAt(ada, "Fares |rose", "Enter");
  await pick(ada, "Nobody has said when it ");
  await ada.keyboard.press("Delete");
  await pick(ada, "earlier sailings");
  await ada.keyboard.press("Control+b");
  await expect(savedSign(ada)).toHaveText(/^Offline – \d+ changes? waiting$/);

  // Meanwhile an hour's work of somebody else.
  await typeAt(eve, "|The ferry", "Z ");
  await pressAt(eve, "although |the ice", "Enter");
  await typeAt(eve, "boat| was", "Z");
  await typeAt(eve, "win|ter", "Z");
  await pick(eve, "twelve a day");
  await eve.keyboard.press("Control+x");
  await caret(eve, "North |pier");
  await eve.keyboard.press("Control+v");
  await pick(eve, "No other line serves the route. Nobody has said when it ends.");
  await eve.keyboard.press("Control+x");
  await caret(eve, "stayed down.|");
  await eve.keyboard.press("Enter");
  await eve.keyboard.press("Control+v");
  await pressAt(eve, "Harbour |masters", "Enter");
  await untilSaved(eve);

  await ada.context().setOffline(false);
  await untilSaved(ada);
  await expectPassages(scene, {
    first: "[Winter] on",
    heading: "on [the strait]",
    plain: "its Z[winZter timeZZtable] until",
    across: "gone [by March.]\n\n[Harbour ]\n\n[masters] on",
    link: "for [earlier sailings] twice",
    emoji: "The [flag 🚢 of] the",
    items: "by [a fifth.]\n[The] night",
    item: "The [night boat]Z was",
    cell: "North [twelve a day]pier",
    last: "it [ends.]",
  });
  expectNeverElsewhere(scene);
});
