/** A person at a browser who opens a bulletin, types and scrolls. */

import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import playwrightConfig from "../../playwright.config.ts";
import { PASSWORD } from "../../tests/support/members.ts";

const NOTE_MOMENTS = fileURLToPath(new URL("note-moments.js", import.meta.url));
const SIZE = { width: 1440, height: 900 };
/** As quick as a good typist; below it no work of one key is counted as the next one's. */
const KEY_EVERY_MS = 100;
const WHEEL_EVERY_MS = 50;
const WHEEL_STEP = 120;

export interface Opened {
  page: Page;
  /** From the start of the navigation until text, highlights and margin are drawn, in ms. */
  drawn: number;
  /** Until what the person did at once was answered on the screen. */
  interactive: number;
}

export const openBrowser = (): Promise<Browser> => chromium.launch(playwrightConfig.use?.launchOptions ?? {});

/** Signed in, with nothing of the bulletin kept from before. */
export async function signedIn(browser: Browser, url: string, email: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: SIZE });
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Bulletins", level: 1 }).waitFor();
  const state = await context.storageState();
  await context.close();
  const fresh = await browser.newContext({ viewport: SIZE, storageState: state });
  // In the page itself: from outside, a moment would be noticed later than it was.
  await fresh.addInitScript({ path: NOTE_MOMENTS });
  return fresh;
}

/** An editor types a letter as soon as there is an editor; a reader clicks on a passage. */
export async function openBulletin(context: BrowserContext, address: string, isEditor: boolean): Promise<Opened> {
  const page = await context.newPage();
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => performance.getEntriesByName("glossa:drawn").length > 0, null, { timeout: 120_000 });
  await page.locator("[data-text-ready]").waitFor({ timeout: 120_000 });
  if (isEditor) {
    await page.getByRole("textbox", { name: "Text of the bulletin" }).focus();
    await page.keyboard.press("x");
  } else await page.locator("[data-text-ready] [data-annotations]").first().click();
  await page.waitForFunction(() => performance.getEntriesByName("glossa:answered").length > 0, null, {
    timeout: 120_000,
  });
  const [drawn = Number.NaN, interactive = Number.NaN] = await page.evaluate(() =>
    ["glossa:drawn", "glossa:answered"].map((name) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN),
  );
  return { page, drawn, interactive };
}

/** Brings the block in the middle into view, and puts the caret amid its words. */
export async function goToMiddle(page: Page): Promise<void> {
  const blocks = page.locator("[data-text-ready] [data-bulletin-text] p");
  const block = blocks.nth(Math.floor((await blocks.count()) / 2));
  await block.evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
  // Its passages are drawn now that it is seen.
  await block.locator("[data-annotations]").first().waitFor();
  const marks = block.locator("[data-annotations]");
  await marks
    .nth(Math.floor((await marks.count()) / 2))
    .evaluate((mark) => getSelection()?.collapse(mark.firstChild, Math.ceil((mark.textContent?.length ?? 0) / 2)));
}

const LETTERS = "the river rose again ";

export async function type(page: Page, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const until = performance.now() + KEY_EVERY_MS;
    await page.keyboard.press(
      LETTERS.charAt(index % LETTERS.length) === " " ? "Space" : LETTERS.charAt(index % LETTERS.length),
    );
    await rest(until);
  }
}

/** Turns the wheel from where the page is; the moments, in ms of the monotonic clock. */
export async function scroll(page: Page, count: number): Promise<number[]> {
  await page.mouse.move(SIZE.width / 3, SIZE.height / 2);
  const moments: number[] = [];
  for (let index = 0; index < count; index++) {
    const until = performance.now() + WHEEL_EVERY_MS;
    moments.push(Number(process.hrtime.bigint()) / 1e6);
    await page.mouse.wheel(0, WHEEL_STEP);
    await rest(until);
  }
  return moments;
}

const rest = (until: number): Promise<void> => delay(Math.max(0, until - performance.now()));
