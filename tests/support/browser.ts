/** People at browsers: each at a screen of their own, signed in as somebody, in words that they would use. */

import { createServer } from "node:net";
import { type BrowserContextOptions, test as base, expect, type Locator, type Page } from "@playwright/test";
import type { Role } from "../../domain/permissions/permissions.ts";
import { OWNER, type TestServer } from "./server.ts";

export interface Account {
  name: string;
  email: string;
  password: string;
}

/** The account that every test server starts with; its name is what stands before the @. */
export const OWNER_ACCOUNT: Account = { ...OWNER, name: "owner" };

interface People {
  /** A browser of its own (cookies, storage); it is closed with the test, which fails when a page of it threw. */
  newScreen(options?: BrowserContextOptions): Promise<Page>;
}

export const test = base.extend<People>({
  newScreen: async ({ browser }, use) => {
    const closing: (() => Promise<void>)[] = [];
    const faults: string[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        reducedMotion: "reduce",
        ...options,
      });
      closing.push(() => context.close());
      context.on("weberror", (fault) => faults.push(fault.error().stack ?? String(fault.error())));
      return context.newPage();
    });
    for (const close of closing) await close();
    expect(faults, "errors that a page threw").toEqual([]);
  },
});

let made = 0;

/** A new member, made by the command line. */
export async function makeAccount(server: TestServer, role: Role, name: string): Promise<Account> {
  const email = `${name.toLowerCase().replaceAll(/\W+/g, "-")}-${++made}@example.org`;
  const account = { name, email, password: "a long enough password" };
  const words = ["--email", email, "--name", name, "--password", account.password, "--role", role];
  const { code, err } = await server.glossa("user", "create", ...words);
  if (code !== 0) throw new Error(`No account for ${name}: ${err}`);
  return account;
}

/** Fills the form of the sign-in page and sends it; what comes of it is the caller's to look at. */
export async function enterPassword(page: Page, { email, password }: Pick<Account, "email" | "password">) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export async function signIn(page: Page, server: TestServer, account: Account): Promise<void> {
  await page.goto(`${server.url}/sign-in`);
  await enterPassword(page, account);
  await expect(page.getByRole("heading", { name: "Bulletins", level: 1 })).toBeVisible();
}

export async function signOut(page: Page, { name }: Account): Promise<void> {
  await page.getByRole("button", { name: `Menu of ${name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
}

/** Invites somebody, from the members' list; the link. */
export async function invite(page: Page, email: string, { role = "Annotator", days = "7 days" } = {}): Promise<string> {
  await page.getByRole("button", { name: "Invite" }).click();
  const form = page.getByRole("dialog", { name: "Invite by link" });
  await form.getByLabel("Role").selectOption(role);
  await form.getByLabel("E-mail").fill(email);
  await form.getByLabel("The link works for").selectOption(days);
  await form.getByRole("button", { name: "Make the link" }).click();
  const ready = page.getByRole("dialog", { name: "The invitation is ready" });
  await expect(ready).toContainText(/It works until .+, and is not shown again\./);
  const link = await ready.getByLabel("Link").inputValue();
  await ready.getByRole("button", { name: "Done" }).click();
  return link;
}

/** The sentence that a form answers with; Next has an alert of its own around the page. */
export const refusal = (page: Page): Locator => page.getByRole("main").getByRole("alert");

/** What the page says of unsaved work, in its bar. */
export const savedSign = (page: Page): Locator => page.locator("[data-saved]");

export async function untilSaved(page: Page): Promise<void> {
  await expect(savedSign(page)).toHaveText("Saved");
}

/** The text as a person edits it. */
export const textBox = (page: Page): Locator => page.getByRole("textbox", { name: "Text of the bulletin" });

/** A port on which nothing listens now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
