import { type Browser, expect, test } from "@playwright/test";
import {
  annotateBar,
  card,
  comment,
  importText,
  margin,
  marks,
  open,
  ownersToken,
  select,
  type TestRole,
  type Visitor,
  visitorOf,
} from "../support/reading.ts";
import { startServer, type TestServer } from "../support/server.ts";

const TEXT = `The ferry company kept its winter timetable until the second week of May, although the ice had gone by March.

Harbour masters on both shores say that they asked for earlier sailings twice, and that neither letter was answered. The company says that it received one letter.

Fares rose by a fifth in the same months. No other line serves the route.`;

let server: TestServer;
let token: string;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  server = await startServer();
  token = await ownersToken(server);
});

test.afterAll(async () => {
  await server.stop();
});

/** Two people with a new bulletin before them. */
async function together(browser: Browser, roles: [TestRole, TestRole]): Promise<[Visitor, Visitor]> {
  const address = await importText(server, token, "A timetable in spring", TEXT);
  const ada = await visitorOf(browser, server, roles[0], "Ada");
  const ben = await visitorOf(browser, server, roles[1], "Ben");
  await open(ada.page, address);
  await open(ben.page, address);
  return [ada, ben];
}

test("marks, comments, tags and claims appear on the other screen", async ({ browser }) => {
  const [ada, ben] = await together(browser, ["annotator", "annotator"]);

  await select(ada.page, "winter timetable");
  await annotateBar(ada.page).getByRole("button", { name: "Highlight" }).click();
  await expect(marks(ben.page, "winter timetable")).toHaveAttribute("data-kind", "highlight");

  await comment(ada.page, "neither letter was answered", "Do we have both letters?");
  await expect(card(ben.page, "Do we have both letters?")).toBeVisible();
  await expect(marks(ben.page, "neither letter was answered")).toHaveAttribute("data-kind", "comment");

  await select(ben.page, "Fares rose by a fifth");
  await annotateBar(ben.page).getByRole("button", { name: "Claim" }).click();
  await ben.page.getByRole("textbox", { name: "Claim, your words" }).fill("Fares rose by 20 % from March to May.");
  await ben.page.getByRole("button", { name: "Post" }).click();
  await expect(card(ada.page, "Fares rose by 20 %")).toContainText("Claim");

  await select(ben.page, "No other line");
  await annotateBar(ben.page).getByRole("button", { name: "Tag" }).click();
  await ben.page.getByRole("combobox", { name: "Tag" }).fill("Monopoly");
  await ben.page.getByRole("option", { name: "Create “Monopoly”" }).click();
  await expect(card(ada.page, "Monopoly")).toBeVisible();

  await card(ada.page, "Fares rose by 20 %").click();
  await card(ada.page, "Fares rose by 20 %").getByRole("button", { name: "Add a tag" }).click();
  await ada.page.keyboard.type("mono");
  await ada.page.keyboard.press("Enter");
  await expect(card(ben.page, "Fares rose by 20 %")).toContainText("Monopoly");

  // All of it is still there after a reload.
  await ben.page.reload();
  await expect(margin(ben.page).locator("[data-card]")).toHaveCount(4);
  await expect(ben.page.locator("[data-saved=saved]")).toBeVisible();
});

test("a thread is answered, changed, resolved and reopened on both screens", async ({ browser }) => {
  const [ada, ben] = await together(browser, ["annotator", "annotator"]);
  await comment(ada.page, "received one letter", "Which of the two?");

  await card(ben.page, "Which of the two?").click();
  const reply = card(ben.page, "Which of the two?").getByRole("textbox", { name: "Reply" });
  await reply.fill("The first, I think.");
  await reply.press("Control+Enter");
  await expect(card(ada.page, "The first, I think.")).toBeVisible();

  // Nobody changes another's words.
  const adas = card(ada.page, "The first, I think.");
  await expect(adas.getByRole("button", { name: "Edit comment" })).toHaveCount(1);
  await card(ben.page, "The first").getByRole("button", { name: "Edit comment" }).click();
  await card(ben.page, "Which of the two?").getByRole("textbox", { name: "Comment" }).fill("The second, it says.");
  await card(ben.page, "Which of the two?").getByRole("button", { name: "Save" }).click();
  await expect(card(ada.page, "The second, it says.")).toContainText("edited");
  await expect(card(ada.page, "The first, I think.")).toHaveCount(0);

  await card(ben.page, "The second").getByRole("button", { name: "Delete comment" }).click();
  await card(ben.page, "The second").getByRole("button", { name: "Delete", exact: true }).click();
  await expect(card(ada.page, "The second, it says.")).toHaveCount(0);

  await card(ada.page, "Which of the two?").getByRole("button", { name: "Resolve" }).click();
  await ben.page.keyboard.press("Escape");
  await ben.page.locator("[data-bulletin-text] p").last().click();
  await expect(card(ben.page, "Which of the two?")).toHaveCount(0);
  await ben.page.getByRole("button", { name: "Show resolved (1)" }).click();
  await card(ben.page, "Which of the two?").click();
  await card(ben.page, "Which of the two?").getByRole("button", { name: "Reopen" }).click();
  await expect(card(ada.page, "Which of the two?").getByRole("button", { name: "Resolve" })).toBeVisible();
});

test("overlapping annotations stay apart and each can be picked", async ({ browser }) => {
  const [ada, ben] = await together(browser, ["annotator", "editor"]);
  await comment(ada.page, "Harbour masters on both shores", "Who exactly?");
  await comment(ben.page, "both shores say", "They do not say the same.");
  await expect(card(ada.page, "They do not say the same.")).toBeVisible();

  // Each has a stretch of its own …
  await marks(ben.page, "Harbour masters").click();
  await expect(card(ben.page, "Who exactly?")).toHaveAttribute("data-active", "true");
  await marks(ben.page, /^ say$/).click();
  await expect(card(ben.page, "They do not say the same.")).toHaveAttribute("data-active", "true");
  // … and where they overlap one chooses.
  await marks(ben.page, /^both shores$/).click();
  await ben.page.getByRole("menuitem", { name: /Harbour masters on both shores/ }).click();
  await expect(card(ben.page, "Who exactly?")).toHaveAttribute("data-active", "true");
});

test("a deleted annotation leaves both screens and can be brought back", async ({ browser }) => {
  const [ada, ben] = await together(browser, ["annotator", "annotator"]);
  await comment(ada.page, "the ice had gone", "Source?");
  await expect(card(ben.page, "Source?")).toBeVisible();
  await card(ada.page, "Source?").getByRole("button", { name: "More" }).click();
  await ada.page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(card(ben.page, "Source?")).toHaveCount(0);
  await expect(marks(ben.page, "the ice had gone")).toHaveCount(0);
  await ada.page.getByRole("button", { name: "Undo" }).click();
  await expect(card(ben.page, "Source?")).toBeVisible();
  await expect(marks(ben.page, "the ice had gone")).toBeVisible();
});

test("words that were not posted survive a reload", async ({ browser }) => {
  const [ada] = await together(browser, ["annotator", "reader"]);
  await select(ada.page, "Fares rose");
  await annotateBar(ada.page).getByRole("button", { name: "Question" }).click();
  await ada.page.getByRole("textbox", { name: "Question, your words" }).fill("From what to what?");
  await ada.page.reload();
  await expect(ada.page.getByRole("textbox", { name: "Question, your words" })).toHaveValue("From what to what?");
  await ada.page.keyboard.press("Control+Enter");
  await expect(marks(ada.page, "Fares rose")).toHaveAttribute("data-kind", "question");
});

test("a reader sees everything and is offered nothing to change", async ({ browser }) => {
  const [ada, reader] = await together(browser, ["annotator", "reader"]);
  await expect(margin(reader.page)).toContainText("No annotations yet.");
  await comment(ada.page, "second week of May", "Both years?");
  await card(reader.page, "Both years?").click();
  await expect(card(reader.page, "Both years?").getByRole("textbox")).toHaveCount(0);
  await expect(card(reader.page, "Both years?").getByRole("button", { name: /Resolve|Edit|Delete|tag/i })).toHaveCount(
    0,
  );
  await select(reader.page, "the same months");
  await expect(annotateBar(reader.page)).toHaveCount(0);
  await expect(reader.page.getByRole("toolbar", { name: "Formatting" })).toHaveCount(0);
  await reader.page.keyboard.type("x");
  await expect(reader.page.locator("[data-bulletin-text]")).toContainText("in the same months.");
});
