/** Passages whose words are made bold, linked, plain again, and whose paragraphs become headings and lists. */

import { expect, type Page } from "@playwright/test";
import { type Crew, expectNeverElsewhere, expectPassages, gatherCrew, openScene } from "../support/anchored.ts";
import { test, textBox } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { caret, pick, tool } from "../support/write-text.ts";

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

async function linkTo(page: Page, address: string): Promise<void> {
  await tool(page, "Link").click();
  await page.getByRole("dialog").getByLabel("Address").fill(address);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

/** Where all are as long as no word is moved. */
const ALL = {
  first: "[Winter] on the strait",
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

test("bold, italics and links over passages and parts of them, and plain again", async ({ newScreen }) => {
  const scene = await openScene(crew, newScreen);
  const { ada } = scene;
  const text = textBox(ada);

  for (const words of [
    "Winter",
    "timetable until",
    "March.\n\nHarbour",
    "earlier",
    "🚢",
    "fifth.\nThe night",
    "ends.",
  ]) {
    await pick(ada, words);
    await ada.keyboard.press("Control+b");
  }
  await pick(ada, "winter timetable");
  await tool(ada, "Italic").click();
  await pick(ada, "twelve a day");
  await linkTo(ada, "https://example.org/boats");
  await pick(ada, "the second week");
  await linkTo(ada, "https://example.org/weeks");
  await pick(ada, "asked for earlier");
  await linkTo(ada, "https://example.org/asked");
  await expect(text.locator("strong")).not.toHaveCount(0);
  await expect(text.getByRole("link", { name: "twelve a day" })).toBeVisible();
  await expectPassages(scene, ALL);

  await ada.keyboard.press("Control+a");
  await tool(ada, "Bold").click();
  await tool(ada, "Bold").click();
  await expect(text.locator("strong")).toHaveCount(0);
  await caret(ada, "twelve |a day");
  await tool(ada, "Link").click();
  await ada.getByRole("dialog").getByRole("button", { name: "Remove the link" }).click();
  await expect(text.getByRole("link", { name: "twelve a day" })).toHaveCount(0);
  await expectPassages(scene, ALL);

  // As one gets rid of all formatting at once: cut, and pasted as words alone.
  await pick(ada, "kept its winter timetable until");
  await ada.keyboard.press("Control+x");
  await ada.keyboard.press("Control+Shift+v");
  await expect(text.locator("em")).toHaveCount(0);
  await expectPassages(scene, ALL);
  expectNeverElsewhere(scene);
});

test("headings, lists and quotations, there and back", async ({ newScreen }) => {
  const scene = await openScene(crew, newScreen);
  const { ada } = scene;

  await caret(ada, "kept |its");
  await tool(ada, "Heading").click();
  await caret(ada, "Winter |on");
  await tool(ada, "Paragraph").click();
  await caret(ada, "when |it");
  await tool(ada, "Smaller heading").click();
  await expect(textBox(ada).locator("h2")).toContainText("winter timetable");
  await expectPassages(scene, ALL);

  await pick(
    ada,
    "company kept its winter timetable until the second week of May, although the ice had gone by March.\n\nHarbour",
  );
  await tool(ada, "Bullet list").click();
  await caret(ada, "when |it");
  await tool(ada, "Numbered list").click();
  await caret(ada, "Winter |on");
  await tool(ada, "Quotation").click();
  await expectPassages(scene, {
    ...ALL,
    across: "gone [by March.]\n[Harbour masters] on",
  });

  // Both lists became one; it gets numbers, and its items become paragraphs again.
  await pick(ada, "Fares rose by a fifth.\nThe night boat was cut.");
  await tool(ada, "Numbered list").click();
  await tool(ada, "Numbered list").click();
  await pick(
    ada,
    "company kept its winter timetable until the second week of May, although the ice had gone by March.\n\nHarbour",
  );
  await tool(ada, "Numbered list").click();
  await caret(ada, "when |it");
  await tool(ada, "Numbered list").click();
  await expectPassages(scene, { ...ALL, items: "by [a fifth.]\n\n[The] night" });
  expectNeverElsewhere(scene);
});
