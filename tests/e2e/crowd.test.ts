import { expect, type Locator, type Page } from "@playwright/test";
import { expectNoSidewaysScroll, expectNoViolations } from "../support/accessible.ts";
import { makeAccount, OWNER_ACCOUNT, signIn, test, textBox, untilSaved } from "../support/browser.ts";
import { crowdCommands, paragraphsOf } from "../support/crowd.ts";
import { makeBulletin } from "../support/members.ts";
import { open, ownersToken } from "../support/reading.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { blockText, RawClient } from "../support/sync-client.ts";

const WORDS = 3_000;
const PASSAGES = 500;
/** Annotated by itself, over all else that lies there. */
const WORD = { index: 1_510, times: 40 };
const WORDS_A_PARAGRAPH = 50;

let server: TestServer;
let token: string;
let bulletin: string;
let address: string;
let word: string;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  server = await startServer();
  token = await ownersToken(server);
  const paragraphs = paragraphsOf(WORDS);
  bulletin = await makeBulletin(server, token, paragraphs);
  address = `${server.url}/b/${bulletin}`;
  word = paragraphs.join(" ").split(" ")[WORD.index] ?? "";
  const text = RawClient.connect(server.url, bulletin, "text", token);
  await text.synced();
  const annotations = RawClient.connect(server.url, bulletin, "annotations", token);
  await annotations.synced();
  const commands = crowdCommands(text.doc, PASSAGES, WORD);
  const answers = await Promise.all(commands.map((command) => annotations.command(command)));
  expect(answers.filter(({ ok }) => !ok)).toEqual([]);
  text.close();
  annotations.close();
});

test.afterAll(async () => {
  await server.stop();
});

const block = (page: Page, index: number): Locator =>
  page.locator("[data-text-ready] [data-bulletin-text] p").nth(index);

const marksIn = (page: Page, index: number): Locator => block(page, index).locator("[data-annotations]");

/** The mark of the word that is annotated by itself. */
const wordMark = (page: Page): Locator =>
  marksIn(page, Math.floor(WORD.index / WORDS_A_PARAGRAPH)).filter({ hasText: new RegExp(`^${word}$`) });

const picker = (page: Page): Locator => page.getByRole("menu", { name: /^What lies here: \d+ annotations$/ });

const remarkIn = async (item: Locator): Promise<string> =>
  (await item.locator(".passage-picker-words").textContent()) ?? "";

const activeCard = (page: Page): Locator => page.locator("[data-card][data-active]");

async function showWord(page: Page): Promise<void> {
  await block(page, Math.floor(WORD.index / WORDS_A_PARAGRAPH)).evaluate((element) =>
    element.scrollIntoView({ block: "center", behavior: "instant" }),
  );
  await expect(wordMark(page)).toBeVisible();
}

for (const role of ["editor", "reader"] as const) {
  test(`what ${role}s have on their screen is drawn, and no more`, async ({ newScreen }) => {
    test.setTimeout(120_000);
    const page = await newScreen();
    await signIn(page, server, await makeAccount(server, role, `Crowd ${role}`));
    await open(page, address);
    const last = WORDS / WORDS_A_PARAGRAPH - 1;
    await expect(marksIn(page, 0)).not.toHaveCount(0);
    await expect(marksIn(page, last)).toHaveCount(0);
    expect(await page.locator("[data-card]").count()).toBeLessThan(60);

    await block(page, last).evaluate((element) => element.scrollIntoView({ block: "end", behavior: "instant" }));
    await expect(marksIn(page, last)).not.toHaveCount(0);
    await expect(marksIn(page, 0)).toHaveCount(0);
    const drawn = await page.locator("[data-bulletin-text] p").evaluateAll((all) =>
      all.map((paragraph) => {
        const { top, bottom } = paragraph.getBoundingClientRect();
        return { isSeen: bottom > 0 && top < innerHeight, marks: paragraph.querySelectorAll("mark").length };
      }),
    );
    expect(drawn.filter(({ isSeen, marks }) => isSeen && marks === 0)).toEqual([]);
    expect(drawn.filter(({ marks }) => marks > 0).length).toBeLessThan(drawn.length / 2);

    // On paper all of it is seen.
    await page.emulateMedia({ media: "print" });
    await expect(marksIn(page, 0)).not.toHaveCount(0);
  });
}

test("all that lie over each other are reached by mouse and by keyboard", async ({ newScreen }) => {
  test.setTimeout(120_000);
  const page = await newScreen();
  await signIn(page, server, OWNER_ACCOUNT);
  await open(page, address);
  await showWord(page);
  await expect(wordMark(page)).toHaveAttribute("data-depth", "3");

  await wordMark(page).click();
  const items = picker(page).getByRole("menuitem");
  const count = await items.count();
  expect(count).toBeGreaterThanOrEqual(WORD.times);
  await expect(picker(page)).toHaveAccessibleName(`What lies here: ${count} annotations`);
  await expectNoViolations(page, "a crowd's picker");
  const third = items.nth(2);
  const words = await remarkIn(third);
  await third.click();
  await expect(activeCard(page)).toContainText(words);
  await expect(textBox(page)).toBeFocused();

  // From the word itself: the card leads back to where its passage begins.
  for (const [key, at] of [
    ["Home", 0],
    ["End", count - 1],
    ["PageDown", 8],
    ["ArrowDown", 1],
  ] as const) {
    await showWord(page);
    await wordMark(page).evaluate((mark) => getSelection()?.collapse(mark.firstChild, 1));
    await page.keyboard.press("Alt+Enter");
    await expect(items.first()).toBeFocused();
    await page.keyboard.press(key);
    await expect(items.nth(at)).toBeFocused();
    await expect(items.nth(at)).toBeInViewport();
    const remark = await remarkIn(items.nth(at));
    await page.keyboard.press("Enter");
    await expect(activeCard(page)).toContainText(remark);
    await expect(activeCard(page).locator("[data-card-opener]")).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(textBox(page)).toBeFocused();
  }
});

test("they are reached by touch", async ({ newScreen }) => {
  test.setTimeout(120_000);
  const page = await newScreen({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await signIn(page, server, await makeAccount(server, "reader", "Crowd on a phone"));
  await open(page, address);
  await showWord(page);
  await wordMark(page).tap();
  await expect(picker(page)).toBeInViewport();
  await expectNoViolations(page, "a crowd's picker on a phone");
  await expectNoSidewaysScroll(page, "a crowd's picker on a phone");
  const last = picker(page).getByRole("menuitem").last();
  await last.scrollIntoViewIfNeeded();
  const remark = await remarkIn(last);
  await last.tap();
  await expect(activeCard(page)).toContainText(remark);
});

test("highlights stay on their words while two people type", async ({ newScreen }) => {
  test.setTimeout(120_000);
  const page = await newScreen();
  await signIn(page, server, OWNER_ACCOUNT);
  await open(page, address);
  await showWord(page);
  const before = await markedWords(page);
  const other = RawClient.connect(server.url, bulletin, "text", token);
  await other.synced();
  await wordMark(page).evaluate((mark) => getSelection()?.collapse(mark.firstChild, 0));
  for (const letter of "typed ") {
    await page.keyboard.type(letter);
    other.edit((fragment) => blockText(fragment, 3).insert(4, "y"));
  }
  await expect(block(page, Math.floor(WORD.index / WORDS_A_PARAGRAPH))).toContainText(`typed ${word}`);
  await untilSaved(page);
  await expect(wordMark(page)).toHaveAttribute("data-depth", "3");
  // What was typed before the word is in the passages around it, and in none that begins there.
  expect((await markedWords(page)).join("")).toContain(`typed ${word}`);
  expect((await markedWords(page)).join("").replace("typed ", "")).toBe(before.join(""));
  other.close();
});

const markedWords = (page: Page): Promise<string[]> =>
  marksIn(page, Math.floor(WORD.index / WORDS_A_PARAGRAPH)).allInnerTexts();
