/** What the reading page loads, in bytes: a reader no editor at all, the others one only when all there is to read is drawn. */

import { gzipSync } from "node:zlib";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { api } from "../support/members.ts";
import {
  annotateBar,
  importText,
  margin,
  marks,
  open,
  ownersToken,
  select,
  type TestRole,
  visitorOf,
} from "../support/reading.ts";
import { startServer, type TestServer } from "../support/server.ts";

/** Compressed, until text, highlights and margin are drawn (design, "The figures to reach"). */
const DRAWN_MAX = 300_000;
/** With the editor, its toolbar and what changes a passage, which come after that. */
const EDITOR_MAX = 360_000;

const TEXT = `The library opened its reading room again in the third week of May.

Nobody could say which of the two catalogues counts.

${"Whoever asks for a volume waits until the afternoon, and then is told to ask again. ".repeat(60).trim()}

The annexe stays closed for now.`;

let server: TestServer;
let address: string;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  server = await startServer();
  const token = await ownersToken(server);
  address = await importText(server, token, "A reading room", TEXT);
  const target = { selector: { type: "TextQuoteSelector", exact: "which of the two catalogues" } };
  const body = JSON.stringify({ type: "Annotation", motivation: "highlighting", target });
  await api(server, token, `/bulletins/${address.split("/").at(-1)}/annotations`, { method: "POST", body });
});

test.afterAll(async () => {
  await server.stop();
});

interface Script {
  url: string;
  bytes: number;
  isEarly: boolean;
}

/** All scripts of the page, opened with nothing kept from before; early ones came until mark and card were drawn. */
async function scriptsOf(browser: Browser, role: TestRole): Promise<{ page: Page; scripts: Script[] }> {
  const { context } = await visitorOf(browser, server, role, role);
  const state = await context.storageState();
  const fresh = await browser.newContext({ storageState: state, reducedMotion: "reduce" });
  const page = await fresh.newPage();
  // In the page itself: from outside, the editor's scripts could be asked for before one has looked.
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector("[data-annotations]") || !document.querySelector("[data-card]")) return;
      observer.disconnect();
      performance.mark("drawn");
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
  });
  const weights = new Map<string, Promise<number>>();
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    weights.set(
      response.url(),
      response.body().then((body) => gzipSync(body).length),
    );
  });
  await open(page, address);
  await expect(margin(page).locator("[data-card]")).toHaveCount(1);
  await page.waitForLoadState("networkidle");
  const late = await page.evaluate(() => {
    const drawn = performance.getEntriesByName("drawn")[0]?.startTime ?? 0;
    return performance.getEntriesByType("resource").flatMap(({ name, startTime }) => (startTime > drawn ? [name] : []));
  });
  const scripts = [...weights].map(async ([url, weight]) => ({
    url,
    bytes: await weight,
    isEarly: !late.includes(url),
  }));
  return { page, scripts: await Promise.all(scripts) };
}

const sum = (scripts: Script[]): number => scripts.reduce((total, { bytes }) => total + bytes, 0);

test("a reader's page never loads the editor", async ({ browser }) => {
  const { page, scripts } = await scriptsOf(browser, "reader");
  process.stdout.write(`A reader's page loads ${sum(scripts)} bytes of scripts.\n`);
  expect(scripts.length).toBeGreaterThan(0);
  expect(sum(scripts)).toBeLessThanOrEqual(DRAWN_MAX);
  await expect(page.locator("[data-bulletin-text]")).toHaveCount(1);
  await expect(page.getByRole("textbox", { name: "Text of the bulletin" })).toHaveCount(0);
});

for (const role of ["annotator", "editor"] as const) {
  test(`for an ${role} the editor comes when all there is to read is drawn`, async ({ browser }) => {
    const { page, scripts } = await scriptsOf(browser, role);
    const early = scripts.filter(({ isEarly }) => isEarly);
    process.stdout.write(`An ${role}'s page loads ${sum(early)} bytes of scripts, then up to ${sum(scripts)}.\n`);
    expect(early.length).toBeGreaterThan(0);
    expect(early.length).toBeLessThan(scripts.length);
    expect(sum(early)).toBeLessThanOrEqual(DRAWN_MAX);
    expect(sum(scripts)).toBeLessThanOrEqual(EDITOR_MAX);
    await expect(page.getByRole("textbox", { name: "Text of the bulletin" })).toBeVisible();
    await expect(page.locator("[data-bulletin-text]")).toHaveCount(1);
  });
}

test("words selected before the editor has come stay selected, and nothing moves", async ({ browser }) => {
  const { page: before, scripts } = await scriptsOf(browser, "editor");
  const late = new Set(scripts.flatMap(({ url, isEarly }) => (isEarly ? [] : [url])));
  const page = await before.context().newPage();
  await before.close();
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(
    ({ href }) => late.has(href),
    async (route) => {
      await held;
      await route.continue();
    },
  );
  await page.goto(address);
  await expect(page.locator("[data-annotations]")).toBeVisible();
  await expect(page.locator("[data-text-ready]")).toHaveCount(0);
  // Far enough down that the page could jump.
  await select(page, "annexe stays");
  const drawnBefore = await drawn(page);
  release();
  await expect(page.locator("[data-text-ready]")).toBeVisible();
  await expect(annotateBar(page)).toBeVisible();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe("annexe stays");
  expect(await drawn(page)).toEqual(drawnBefore);
  await annotateBar(page).getByRole("button", { name: "Highlight" }).click();
  await expect(marks(page, "annexe stays")).toHaveAttribute("data-kind", "highlight");
});

/** Where words, mark and card lie on the screen, and how the mark looks to the rest of the page. */
const drawn = (page: Page) =>
  page.locator("[data-bulletin-text]").evaluate((text) => {
    const mark = text.querySelector("[data-annotations]");
    const parts = [...text.querySelectorAll("p"), mark, document.querySelector("[data-card]")];
    return [
      ...parts.map((part) => JSON.stringify(part?.getBoundingClientRect())),
      ...[...(mark?.attributes ?? [])].map(({ name, value }) => `${name}=${value}`).sort(),
    ];
  });
