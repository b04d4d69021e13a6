/** How people of the browser tests sign in, select words and find their annotations, as a reader of the page would. */

import { type Browser, type BrowserContext, expect, type Locator, type Page } from "@playwright/test";
import { OWNER, type TestServer } from "./server.ts";

export type TestRole = "owner" | "editor" | "annotator" | "reader";

const PASSWORD = "a long enough password";

/** One person at one screen. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  name: string;
}

/** A new member of that role, signed in in a browser context of their own. The owner is there from the start. */
export async function visitorOf(browser: Browser, server: TestServer, role: TestRole, label: string): Promise<Visitor> {
  const email = role === "owner" ? OWNER.email : `${label.toLowerCase()}-${Date.now().toString(36)}@example.org`;
  const password = role === "owner" ? OWNER.password : PASSWORD;
  if (role !== "owner") {
    const made = await server.glossa("user", "create", "--email", email, "--password", password, "--role", role);
    if (made.code !== 0) throw new Error(`No account for ${email}: ${made.err}`);
  }
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  return { page, context, name: email };
}

/** A bulletin with this text; its blocks are separated by blank lines. Returns its address on the site. */
export async function importText(server: TestServer, token: string, title: string, text: string): Promise<string> {
  const answer = await fetch(`${server.url}/api/v1/bulletins`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ title, text, format: "text" }),
  });
  if (answer.status !== 201) throw new Error(`No bulletin: ${answer.status} ${await answer.text()}`);
  const { id }: { id: string } = await answer.json();
  return `${server.url}/b/${id}`;
}

export async function ownersToken(server: TestServer): Promise<string> {
  const made = await server.glossa("token", "create", "--email", OWNER.email);
  if (made.code !== 0) throw new Error(`No token: ${made.err}`);
  return made.out.trim();
}

/** Opens a bulletin and waits until its text is live, with the tools that one may use, and everything is saved. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator("[data-text-ready]")).toBeVisible();
  await expect(page.locator("[data-saved=saved]")).toBeVisible();
}

/** Selects words with the mouse, from the first to the last letter. */
export async function select(page: Page, words: string): Promise<void> {
  const box = await page.locator("[data-bulletin-text]").evaluate((text, wanted) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const nodes: { node: Node; start: number }[] = [];
    let all = "";
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      nodes.push({ node, start: all.length });
      all += node.textContent ?? "";
    }
    const at = all.indexOf(wanted);
    if (at < 0) throw new Error(`“${wanted}” is not in the text.`);
    const place = (offset: number, isEnd: boolean) => {
      const found = nodes.findLast(({ start }) => (isEnd ? start < offset : start <= offset));
      if (!found) throw new Error("The text is empty.");
      return { node: found.node, offset: offset - found.start };
    };
    const range = document.createRange();
    const from = place(at, false);
    const to = place(at + wanted.length, true);
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    from.node.parentElement?.scrollIntoView({ block: "center", behavior: "instant" });
    const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
    const first = rects[0];
    const last = rects.at(-1);
    if (!first || !last) throw new Error("The words are not on the screen.");
    const middle = ({ top, height }: DOMRect) => top + height / 2;
    return { x1: first.left + 0.5, y1: middle(first), x2: last.right - 0.5, y2: middle(last) };
  }, words);
  await page.mouse.move(box.x1, box.y1);
  await page.mouse.down();
  await page.mouse.move((box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2, { steps: 3 });
  await page.mouse.move(box.x2, box.y2, { steps: 3 });
  await page.mouse.up();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(words);
}

/** The menu that appears beside selected words. */
export const annotateBar = (page: Page): Locator => page.getByRole("toolbar", { name: "Annotate the selection" });

/** The annotations beside the text. */
export const margin = (page: Page): Locator => page.getByRole("complementary", { name: "Annotations" });

/** The card that holds these words. */
export const card = (page: Page, words: string | RegExp): Locator =>
  margin(page)
    .getByRole("article")
    .filter({ has: page.locator("[data-card-opener]") })
    .filter({ hasText: words });

/** What is drawn of highlights over these words, one after another. */
export const marks = (page: Page, words: string | RegExp): Locator =>
  page.locator("[data-text-ready] [data-annotations]").filter({ hasText: words });

/** Selects words and posts a comment on them. */
export async function comment(page: Page, words: string, text: string): Promise<void> {
  await select(page, words);
  await annotateBar(page).getByRole("button", { name: "Comment" }).click();
  await page.getByRole("textbox", { name: "Comment, your words" }).fill(text);
  await page.keyboard.press("Control+Enter");
  await expect(card(page, text)).toBeVisible();
}
