import { expect, type Locator, type Page } from "@playwright/test";
import { OWNER_ACCOUNT, test, textBox, untilSaved } from "../support/browser.ts";
import { annotateBar, card, importText, margin, marks, ownersToken } from "../support/reading.ts";
import { startServer, type TestServer } from "../support/server.ts";

const TEXT = `Night trains stopped calling at the border in November.

The railway gives the track as its reason.`;

/** Nobody presses Tab more often to get anywhere on one of our pages. */
const TABS_MAX = 40;

let server: TestServer;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  server = await startServer();
  await importText(server, await ownersToken(server), "Night trains", TEXT);
});

test.afterAll(async () => {
  await server.stop();
});

/** Presses Tab (or Shift+Tab) until the control has the focus. */
async function tabTo(page: Page, control: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await expect(control).toBeVisible();
  for (let pressed = 0; pressed < TABS_MAX; pressed++) {
    if (await hasFocus(control)) return;
    await page.keyboard.press(key);
  }
  await expect(control, `reached by ${key}`).toBeFocused();
}

const hasFocus = (control: Locator): Promise<boolean> =>
  control.evaluate((element) => element === document.activeElement);

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

const selected = (page: Page): Promise<string> => page.evaluate(() => getSelection()?.toString() ?? "");

test("the whole path is gone by keyboard alone", async ({ newScreen }) => {
  test.setTimeout(120_000);
  const page = await newScreen();

  // Signing in: the address is waited for.
  await page.goto(server.url);
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await page.keyboard.type(OWNER_ACCOUNT.email);
  await tabTo(page, page.getByLabel("Password", { exact: true }));
  await page.keyboard.type(OWNER_ACCOUNT.password);
  await press(page, "Enter");

  // Past the bar to the list, and into the bulletin.
  await expect(page.getByRole("heading", { name: "Bulletins", level: 1 })).toBeVisible();
  await tabTo(page, page.getByRole("link", { name: "Skip to the content" }));
  await press(page, "Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await tabTo(page, page.getByRole("link", { name: "Night trains" }));
  await press(page, "Enter");
  await untilSaved(page);

  // Words are selected, and the menu beside them is reached.
  await tabTo(page, textBox(page));
  await press(page, "Control+Home", "Control+Shift+ArrowRight", "Control+Shift+ArrowRight");
  await expect.poll(async () => (await selected(page)).trim()).toBe("Night trains");
  await expect(annotateBar(page)).toBeVisible();
  await press(page, "Tab");
  await expect(annotateBar(page).getByRole("button", { name: "Highlight" })).toBeFocused();
  await press(page, "ArrowRight");
  await expect(annotateBar(page).getByRole("button", { name: "Comment" })).toBeFocused();
  await press(page, "Enter");
  await expect(page.getByRole("textbox", { name: "Comment, your words" })).toBeFocused();
  await page.keyboard.type("From which year on?");
  await press(page, "Control+Enter");
  const thread = card(page, "From which year on?");
  await expect(thread.getByRole("button", { name: "owner" })).toBeFocused();
  await expect(marks(page, "Night trains")).toHaveAttribute("data-kind", "comment");

  // The thread.
  await tabTo(page, thread.getByRole("textbox", { name: "Reply" }));
  await page.keyboard.type("The timetable of 2019 still has them.");
  await press(page, "Control+Enter");
  await expect(thread).toContainText("The timetable of 2019 still has them.");
  await tabTo(page, thread.getByRole("button", { name: "Resolve" }), "Shift+Tab");
  await press(page, "Enter");
  await expect(thread.getByRole("button", { name: "Reopen" })).toBeFocused();
  await press(page, "Enter");
  await expect(thread.getByRole("button", { name: "Resolve" })).toBeFocused();
  await tabTo(page, thread.getByRole("button", { name: "Add a tag" }));
  await press(page, "Enter");
  await expect(thread.getByRole("combobox", { name: "Tag" })).toBeFocused();
  await page.keyboard.type("Railways");
  await press(page, "Enter");
  await expect(thread.getByRole("button", { name: "Remove tag Railways" })).toBeVisible();

  // Back into the text; another mark over a part of the first, by its shortcut.
  await expect(thread.getByRole("button", { name: "Tag", exact: true })).toBeFocused();
  await press(page, "Escape");
  await expect(thread.getByRole("button", { name: "owner" })).toBeFocused();
  await press(page, "Escape");
  await expect(textBox(page)).toBeFocused();
  await press(page, "Control+Home", "Control+ArrowRight", "Control+Shift+ArrowRight", "Control+Shift+ArrowRight");
  await expect.poll(async () => (await selected(page)).trim()).toBe("trains stopped");
  await press(page, "Control+Alt+q");
  await expect(page.getByRole("textbox", { name: "Question, your words" })).toBeFocused();
  await page.keyboard.type("All of them?");
  await press(page, "Control+Enter");
  const question = card(page, "All of them?");
  await expect(question).toHaveAttribute("data-active", "true");
  await expect(margin(page).locator("[data-card]")).toHaveCount(2);

  // Where both lie one chooses.
  await expect(marks(page, /^trains$/)).toBeVisible();
  await press(page, "Escape");
  await expect(textBox(page)).toBeFocused();
  await press(page, "Alt+Enter");
  const menu = page.getByRole("menu", { name: "What lies here" });
  await expect(menu.getByRole("menuitem")).toHaveCount(2);
  await expect(menu.getByRole("menuitem", { name: /^Question/ })).toBeFocused();
  await press(page, "ArrowDown");
  await expect(menu.getByRole("menuitem", { name: /^Comment/ })).toBeFocused();
  await press(page, "Enter");
  await expect(thread).toHaveAttribute("data-active", "true");
  await expect(thread.getByRole("button", { name: "owner" })).toBeFocused();
  // From card to card by the arrows.
  await press(page, "ArrowDown");
  await expect(question).toHaveAttribute("data-active", "true");
  await expect(question.getByRole("button", { name: "owner" })).toBeFocused();

  // Out of the bulletin.
  await untilSaved(page);
  await tabTo(page, page.getByRole("button", { name: "Export and more" }), "Shift+Tab");
  await press(page, "Enter");
  await expect(page.getByRole("menuitem", { name: /^HTML file/ })).toBeFocused();
  await press(page, "ArrowDown");
  const downloading = page.waitForEvent("download");
  await press(page, "Enter");
  expect((await downloading).suggestedFilename()).toBe("Night trains.jsonld");
  await tabTo(page, page.getByRole("link", { name: "All bulletins" }), "Shift+Tab");
  await press(page, "Enter");
  await expect(page.getByRole("heading", { name: "Bulletins", level: 1 })).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Menu of owner" }));
  await press(page, "Enter");
  await expect(page.getByRole("menuitem", { name: "Account" })).toBeFocused();
  await press(page, "End");
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeFocused();
  await press(page, "Enter");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});
