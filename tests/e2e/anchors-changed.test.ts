/** The words of a passage change: its card says so, and shows then and now. */

import { expect } from "@playwright/test";
import { type Crew, expectPassages, gatherCrew, openScene } from "../support/anchored.ts";
import { test } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";
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

test("changed words are shown then and now, on both screens and on a fresh load", async ({ newScreen }) => {
  const passages = { plain: "winter timetable until the second week of May", item: "night boat" };
  const scene = await openScene(crew, newScreen, { passages });
  const { ada, ben, cleo } = scene;
  await pick(ada, "second week");
  await ada.keyboard.insertText("last days");
  await expectPassages(scene, { plain: "its [winter timetable until the last days of May], although" });
  for (const page of [ada, ben, cleo]) {
    const card = page.locator(`[data-card="${scene.ids.get("plain")}"]`);
    await card.click();
    await expect(card.getByText(/text changed since/i)).toBeVisible();
    await expect(card).toContainText("winter timetable until the second week of May");
    await expect(card).toContainText("winter timetable until the last days of May");
    const other = page.locator(`[data-card="${scene.ids.get("item")}"]`);
    await expect(other.getByText(/text changed since/i)).toHaveCount(0);
  }

  // Back to what they were: nothing to be said.
  await pick(ada, "last days");
  await ada.keyboard.insertText("second week");
  await expectPassages(scene, { plain: "its [winter timetable until the second week of May], although" });
  for (const page of [ada, ben, cleo]) await expect(page.getByText(/text changed since/i)).toHaveCount(0);
});
