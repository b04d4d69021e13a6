import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { expectNoViolations } from "../support/accessible.ts";
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
  type Visitor,
  visitorOf,
} from "../support/reading.ts";
import { startServer, type TestServer } from "../support/server.ts";

const TEXT = `The ferry company kept its winter timetable until the second week of May, although the ice had gone by March.

Harbour masters on both shores say that they asked for earlier sailings twice, and that neither letter was answered.

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

/** An editor and an annotator with a new bulletin before them. */
async function together(browser: Browser): Promise<[Visitor, Visitor]> {
  const address = await importText(server, token, "A timetable in spring", TEXT);
  const eve = await visitorOf(browser, server, "editor", "Eve");
  const ada = await visitorOf(browser, server, "annotator", "Ada");
  await open(eve.page, address);
  await open(ada.page, address);
  return [eve, ada];
}

const section = (page: Page, name: string): Locator => margin(page).getByRole("region", { name });

/** Words typed over others, as an editor does. */
async function overtype(page: Page, words: string, others: string): Promise<void> {
  await select(page, words);
  await page.keyboard.type(others);
}

async function remove(page: Page, words: string): Promise<void> {
  await select(page, words);
  await page.keyboard.press("Delete");
}

test("a detached annotation is attached to other words, and that is taken back", async ({ browser }) => {
  const [eve, ada] = await together(browser);
  await comment(ada.page, "neither letter was answered", "Do we have both letters?");
  await expect(marks(eve.page, "neither letter was answered")).toBeVisible();

  await remove(eve.page, ", and that neither letter was answered");
  for (const { page } of [eve, ada]) await expect(section(page, "Detached")).toContainText("Detached 1");
  // It was the active one, so its section is open.
  const lost = card(ada.page, "Do we have both letters?");
  await lost.click();
  await expect(lost).toContainText("neither letter was answered");
  await expect(lost).toContainText("These words are no longer in the text.");

  await lost.getByRole("button", { name: "Attach to words in the text" }).click();
  await expect(lost).toContainText("Select its words in the text");
  await expectNoViolations(ada.page, "a lost passage that is attached");
  await select(ada.page, "earlier sailings twice");
  await ada.page.getByRole("button", { name: "Attach here" }).click();
  for (const { page } of [eve, ada]) {
    await expect(marks(page, "earlier sailings twice")).toHaveAttribute("data-state", "anchored");
    await expect(section(page, "Detached")).toBeHidden();
  }
  const placed = card(ada.page, "Do we have both letters?");
  await placed.getByText("History of its passage").click();
  await expect(placed).toContainText("attached it to these words");
  await expect(placed).toContainText("Its words went from the text");

  await ada.page.getByRole("button", { name: "Undo" }).click();
  for (const { page } of [eve, ada]) {
    await expect(section(page, "Detached")).toContainText("Detached 1");
    await expect(marks(page, "earlier sailings twice")).toHaveCount(0);
  }
});

test("an uncertain annotation shows its places side by side, and one is confirmed", async ({ browser }) => {
  const address = await importText(
    server,
    token,
    "Twins",
    "The port opened in May.\n\nThe port closed in May.\n\nNobody wrote.",
  );
  const eve = await visitorOf(browser, server, "editor", "Eve");
  const ada = await visitorOf(browser, server, "annotator", "Ada");
  for (const { page } of [eve, ada]) await open(page, address);
  await comment(ada.page, "Nobody wrote", "Who should have?");
  await comment(ada.page, "port opened", "By whom?");
  await expect(marks(eve.page, "port opened")).toBeVisible();

  await overtype(eve.page, "The port closed in May", "At last the port opened");
  await overtype(eve.page, "The port opened in May", "All ships came home");
  for (const { page } of [eve, ada]) await expect(section(page, "Uncertain")).toContainText("Uncertain 1");
  const doubted = card(ada.page, "By whom?");
  await doubted.click();
  await expect(doubted.getByRole("definition").first()).toContainText("port opened");
  await expect(doubted.getByRole("definition").nth(1)).toContainText("At last the port opened");
  await expectNoViolations(ada.page, "places side by side");

  await doubted.getByRole("button", { name: "It belongs here" }).first().click();
  for (const { page } of [eve, ada]) {
    await expect(section(page, "Uncertain")).toBeHidden();
    await expect(marks(page, "port opened")).toHaveAttribute("data-state", "anchored");
  }
  await card(eve.page, "By whom?").click();
  await card(eve.page, "By whom?").getByText("History of its passage").click();
  await expect(card(eve.page, "By whom?")).toContainText("confirmed its place");
});

test("changed words are shown then and now", async ({ browser }) => {
  const [eve, ada] = await together(browser);
  await comment(ada.page, "asked for earlier sailings twice", "Is that so?");
  await expect(marks(eve.page, "earlier sailings twice")).toBeVisible();
  await overtype(eve.page, "earlier", "more");
  for (const { page } of [eve, ada]) await expect(card(page, "Is that so?")).toContainText("Text changed since");
  await card(ada.page, "Is that so?").click();
  const then = card(ada.page, "Is that so?").getByRole("region", { name: "Text changed since" });
  await expect(then.getByRole("deletion")).toHaveText("earlier");
  await expect(then.getByRole("insertion")).toHaveText("more");
});

test("a passage is made longer and shorter by its handles and by keyboard", async ({ browser }) => {
  const [eve, ada] = await together(browser);
  await comment(ada.page, "rose by a fifth", "From what?");
  const end = ada.page.getByRole("slider", { name: "End of the passage" });
  const start = ada.page.getByRole("slider", { name: "Start of the passage" });

  await end.focus();
  await ada.page.keyboard.press("Control+ArrowRight");
  await ada.page.keyboard.press("Control+ArrowRight");
  await expect(end).toHaveAttribute("aria-valuetext", /in the”$/);
  await ada.page.keyboard.press("Escape");
  await expect(end).toHaveAttribute("aria-valuetext", /a fifth”$/);
  await ada.page.keyboard.press("Control+ArrowRight");
  await ada.page.keyboard.press("Enter");
  for (const { page } of [eve, ada]) await expect(marks(page, "rose by a fifth in")).toBeVisible();

  // By the knob above the line: the letters below it are the text's.
  const knob = await start.boundingBox();
  if (!knob) throw new Error("There is no handle.");
  await ada.page.mouse.move(knob.x + knob.width / 2, knob.y - 3);
  await ada.page.mouse.down();
  const word = await ada.page.evaluate(() => {
    const walker = document.createTreeWalker(
      document.querySelector("[data-bulletin-text]") ?? document,
      NodeFilter.SHOW_TEXT,
    );
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent?.indexOf("Fares") ?? -1;
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return { x: range.getBoundingClientRect().left + 1 };
    }
    throw new Error("The word is not there.");
  });
  await ada.page.mouse.move(word.x + 20, knob.y - 3, { steps: 4 });
  await ada.page.mouse.move(word.x, knob.y - 3, { steps: 4 });
  await ada.page.mouse.up();
  for (const { page } of [eve, ada]) await expect(marks(page, "Fares rose by a fifth in")).toBeVisible();
  await expectNoViolations(ada.page, "handles at a passage");

  // Another's passage is hers to change for an editor, and not for a reader.
  await card(eve.page, "From what?").click();
  await expect(eve.page.getByRole("slider", { name: "End of the passage" })).toBeVisible();

  // By selection, from the card's menu.
  await card(ada.page, "From what?").getByRole("button", { name: "More" }).click();
  await ada.page.getByRole("menuitem", { name: "Change the passage" }).click();
  await expect(ada.page.getByRole("toolbar", { name: "The annotation's passage" })).toBeVisible();
  for (let n = 0; n < 3; n++) await ada.page.keyboard.press("Shift+ArrowLeft");
  await ada.page.keyboard.press("Tab");
  await ada.page.keyboard.press("Enter");
  for (const { page } of [eve, ada]) await expect(marks(page, /^Fares rose by a fifth$/)).toBeVisible();
});

test("who may not change a passage has no handles, and cancelling leaves it", async ({ browser }) => {
  const [eve, ada] = await together(browser);
  await comment(eve.page, "No other line", "Really?");
  await card(ada.page, "Really?").click();
  await expect(ada.page.getByRole("slider")).toHaveCount(0);
  await card(ada.page, "Really?").getByRole("button", { name: "More" }).click();
  await expect(ada.page.getByRole("menuitem", { name: "Change the passage" })).toHaveCount(0);

  await card(eve.page, "Really?").getByRole("button", { name: "More" }).click();
  await eve.page.getByRole("menuitem", { name: "Change the passage" }).click();
  await expect(eve.page.getByRole("toolbar", { name: "The annotation's passage" })).toBeVisible();
  await eve.page.keyboard.press("Escape");
  await expect(eve.page.getByRole("toolbar", { name: "The annotation's passage" })).toBeHidden();
  await expect(annotateBar(eve.page)).toBeVisible();
  await expect(marks(eve.page, /^No other line$/)).toBeVisible();
});
