/** What is written without a connection: kept by the browser, and handed in once, in order, when there is one again. */

import { type ChildProcess, spawn } from "node:child_process";
import { chromium, expect, type Page } from "@playwright/test";
import { expectNoViolations } from "../support/accessible.ts";
import {
  freePort,
  makeAccount,
  OWNER_ACCOUNT,
  savedSign,
  signIn,
  test,
  textBox,
  untilSaved,
} from "../support/browser.ts";
import { api } from "../support/members.ts";
import { annotateBar, card, comment, importText, margin, marks, open, ownersToken } from "../support/reading.ts";
import { startServer, type TestServer, temporaryFolder } from "../support/server.ts";

const TEXT = `The bridge was closed on a Monday. Notes:

Its northern pier had moved by a hand since the flood. Engineers measured it twice and did not agree.

No date for the repair was given. The ferry runs until ten.`;

const dataDir = temporaryFolder();
let port: string;
let server: TestServer;

const start = () => startServer({ dataDir, env: { PORT: port } });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  port = String(await freePort());
  server = await start();
});

test.afterAll(async () => {
  await server.stop();
});

let people = 0;

/** An editor and an annotator with a new bulletin before them. */
async function together(newScreen: () => Promise<Page>) {
  const address = await importText(server, await ownersToken(server), "A bridge", TEXT);
  const ada = await newScreen();
  const account = await makeAccount(server, "editor", `Ada ${++people}`);
  await signIn(ada, server, account);
  await open(ada, address);
  const ben = await newScreen();
  await signIn(ben, server, await makeAccount(server, "annotator", "Ben"));
  await open(ben, address);
  return { ada, ben, address, account };
}

/** A click takes a person some time; one that takes none finds the editor still busy with getting the focus. */
async function caretAfter(page: Page, words: string): Promise<void> {
  await textBox(page).getByText(words).click({ delay: 80 });
  await page.keyboard.press("End");
}

/** Selects the words that were typed last, as one does by keyboard, and posts a comment on them. */
async function commentOnLast(page: Page, letters: number, text: string): Promise<void> {
  await page.keyboard.down("Shift");
  for (let left = letters; left > 0; left--) await page.keyboard.press("ArrowLeft");
  await page.keyboard.up("Shift");
  await annotateBar(page).getByRole("button", { name: "Comment" }).click();
  await page.getByRole("textbox", { name: "Comment, your words" }).fill(text);
  await page.keyboard.press("Control+Enter");
  await expect(card(page, text)).toBeVisible();
}

const blocks = async (page: Page): Promise<string[]> =>
  page.locator("[data-text-ready] [data-bulletin-text] > *").allInnerTexts();

/** As a program does, which is quicker than people. */
async function postComments(address: string, words: readonly string[]): Promise<void> {
  const token = await ownersToken(server);
  const path = `/bulletins/${address.split("/").at(-1)}/annotations`;
  for (const exact of words) {
    const target = { selector: { type: "TextQuoteSelector", exact } };
    const body = { type: "TextualBody", purpose: "commenting", value: `About ${exact}.` };
    const item = { type: "Annotation", motivation: "commenting", target, body };
    await api(server, token, path, { method: "POST", body: JSON.stringify(item) });
  }
}

/** What of the margin covers what else of it: what was refused, the cards, and how many cards have no room. */
const overlaps = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const shown = [...document.querySelectorAll<HTMLElement>("#not-posted, .placed-cards-more, [data-place]")].filter(
      (one) => getComputedStyle(one).visibility === "visible",
    );
    const boxes = shown.map((one) => ({ name: one.textContent.slice(0, 40), box: one.getBoundingClientRect() }));
    return boxes.flatMap((a, index) =>
      boxes
        .slice(index + 1)
        .filter((b) => a.box.top < b.box.bottom && b.box.top < a.box.bottom)
        .map((b) => `${a.name} / ${b.name}`),
    );
  });

/** Closes the tab as a person does; the test fails when the browser asks whether to leave. */
async function closeTab(page: Page): Promise<void> {
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  const closed = page.waitForEvent("close");
  await page.close({ runBeforeUnload: true });
  await closed;
  expect(asked).toEqual([]);
}

test("a closed tab loses nothing that was typed and annotated offline", async ({ newScreen }) => {
  const { ada, ben, address } = await together(newScreen);
  const browser = ada.context();
  await browser.setOffline(true);
  await expect(savedSign(ada)).toHaveText("Offline");
  await caretAfter(ada, "until ten.");
  await ada.keyboard.type(" And later.");
  await caretAfter(ada, "Notes:");
  await ada.keyboard.type(" typed in the train.");
  await ada.keyboard.press("Enter");
  await ada.keyboard.type("A block of its own.");
  await commentOnLast(ada, "of its own.".length, "Which one?");
  await expect(card(ada, "Which one?")).toContainText("waiting to be sent");
  await card(ada, "Which one?").getByRole("textbox", { name: "Reply" }).fill("The one that I mean.");
  await ada.keyboard.press("Control+Enter");
  await expect(savedSign(ada)).toHaveText("Offline – 3 changes waiting");
  await closeTab(ada);
  // The world goes on meanwhile.
  await comment(ben, "northern pier", "Which of the two?");
  await untilSaved(ben);

  await browser.setOffline(false);
  const again = await browser.newPage();
  await open(again, address);
  const words = [
    "The bridge was closed on a Monday. Notes: typed in the train.",
    "A block of its own.",
    "Its northern pier had moved by a hand since the flood. Engineers measured it twice and did not agree.",
    "No date for the repair was given. The ferry runs until ten. And later.",
  ];
  for (const page of [again, ben]) {
    await expect.poll(() => blocks(page)).toEqual(words);
    await expect(margin(page).locator("[data-card]")).toHaveCount(2);
    await expect(marks(page, "of its own.")).toHaveCount(1);
    await card(page, "Which one?").click();
    await expect(card(page, "Which one?")).not.toContainText("waiting to be sent");
    await expect(card(page, "Which one?").getByText("The one that I mean.")).toHaveCount(1);
  }
  await again.reload();
  await untilSaved(again);
  await expect.poll(() => blocks(again)).toEqual(words);
});

test("two tabs of one person stay one person's work", async ({ newScreen }) => {
  const { ada, ben, address } = await together(newScreen);
  const browser = ada.context();
  const second = await browser.newPage();
  await open(second, address);
  await browser.setOffline(true);
  for (const page of [ada, second]) await expect(savedSign(page)).toHaveText("Offline");
  await ada.bringToFront();
  await caretAfter(ada, "Notes:");
  await ada.keyboard.type(" from one tab");
  await comment(ada, "did not agree", "By how much?");
  // What one tab has posted stands in the other, too.
  await second.bringToFront();
  await card(second, "By how much?").click();
  await card(second, "By how much?").getByRole("textbox", { name: "Reply" }).fill("By a hand.");
  await second.keyboard.press("Control+Enter");
  await caretAfter(second, "until ten.");
  await second.keyboard.type(" From another tab.");
  await expect(savedSign(second)).toHaveText("Offline – 3 changes waiting");
  await closeTab(ada);

  await browser.setOffline(false);
  for (const page of [second, ben]) {
    await expect(page.getByText("Notes: from one tab")).toBeVisible();
    await expect(page.getByText("until ten. From another tab.")).toBeVisible();
    await expect(margin(page).locator("[data-card]")).toHaveCount(1);
    await card(page, "By how much?").click();
    await expect(card(page, "By how much?").getByText("By a hand.")).toHaveCount(1);
    await untilSaved(page);
    const text = (await blocks(page)).join("\n");
    expect(text.match(/from one tab|From another tab/g)).toEqual(["from one tab", "From another tab"]);
  }
});

test("who may no longer edit gets the words back", async ({ newScreen }) => {
  const { ada, ben, address, account } = await together(newScreen);
  await postComments(address, ["northern pier", "moved", "hand", "flood", "Engineers"]);
  const browser = ada.context();
  await browser.grantPermissions(["clipboard-read", "clipboard-write"]);
  await browser.setOffline(true);
  await expect(savedSign(ada)).toHaveText("Offline");
  await caretAfter(ada, "Notes:");
  await ada.keyboard.type(" mine alone.");
  await expect(savedSign(ada)).toHaveText("Offline – 1 change waiting");
  await closeTab(ada);
  const owner = await newScreen();
  await signIn(owner, server, OWNER_ACCOUNT);
  await owner.getByRole("link", { name: "Members" }).click();
  await owner.getByRole("combobox", { name: `Role of ${account.name}` }).selectOption("Annotator");
  await expect(owner.getByText(`${account.name} is an annotator now.`)).toBeVisible();

  await browser.setOffline(false);
  const again = await browser.newPage();
  await open(again, address);
  const notice = again.getByRole("region", { name: "Not posted" });
  await expect(notice).toContainText("mine alone.");
  await expect(notice).toContainText("Only editors can change the text.");
  await expect(again.getByText("mine alone.")).toHaveCount(1);
  // The cards lie below it, be there room for all of them or not.
  await marks(again, "moved").click();
  await expect(card(again, "About moved.")).toHaveAttribute("aria-current", "true");
  await expect.poll(() => overlaps(again)).toEqual([]);
  await marks(again, "Engineers").click();
  await expect(again.getByRole("button", { name: /^\d more above$/ })).toBeVisible();
  await expect.poll(() => overlaps(again)).toEqual([]);
  await notice.getByRole("button", { name: "Dismiss" }).click();
  await notice.getByRole("button", { name: "Keep" }).click();
  await notice.getByRole("button", { name: "Copy" }).click();
  await expect.poll(() => again.evaluate(() => navigator.clipboard.readText())).toBe("mine alone.");
  // Until they are dismissed, over a reload too; on a narrow screen in sight of who reads, below the open card.
  await again.setViewportSize({ width: 390, height: 800 });
  await again.reload();
  await untilSaved(again);
  await expect(notice).toBeInViewport({ ratio: 1 });
  await expectNoViolations(again, "narrow, words that were refused");
  await again.getByText("No date for the repair").click();
  await again.getByText("Engineers").click();
  await expect(again.getByRole("dialog", { name: "Annotation 5 of 5" })).toBeVisible();
  await again.evaluate(() => window.scrollTo({ top: document.body.scrollHeight, behavior: "instant" }));
  await expect(notice).not.toBeInViewport();
  await again.getByRole("button", { name: "1 not posted" }).click();
  await expect(notice).toBeInViewport({ ratio: 1 });
  await notice.getByRole("button", { name: "Put in a new comment" }).click();
  await again.keyboard.press("Control+Enter");
  await expect(card(ben, "mine alone.")).toBeVisible();
  await expect(notice).toHaveCount(0);
});

test("a browser that stores nothing says so, and holds who leaves", async ({ newScreen }) => {
  const { ada, ben } = await together(newScreen);
  await ada.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("no room", "QuotaExceededError");
    };
  });
  await ada.context().setOffline(true);
  await expect(savedSign(ada)).toHaveText("Offline");
  await caretAfter(ada, "Notes:");
  await ada.keyboard.type(" nowhere else");
  await expect(savedSign(ada)).toHaveText("Offline – 1 change only in this tab");
  await expect(ada.getByRole("alert").filter({ hasText: "leave it open" })).toBeVisible();
  const asked = ada.waitForEvent("dialog");
  await ada.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await ada.context().setOffline(false);
  await untilSaved(ada);
  await expect(ben.getByText("Notes: nowhere else")).toBeVisible();
});

const browsers = new Set<ChildProcess>();
test.afterEach(() => {
  for (const child of browsers) child.kill("SIGKILL");
});

/** A browser with a profile on the disk, as a person has it, that can be killed; it is killed with the test. */
async function startBrowser(profile: string, { executablePath = chromium.executablePath(), args = [] as string[] }) {
  const own = ["--headless=new", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "--lang=en-GB"];
  const child = spawn(executablePath, [...own, ...args, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
  browsers.add(child);
  const ended = new Promise<void>((resolve) => {
    child.on("close", () => {
      browsers.delete(child);
      resolve();
    });
  });
  const address = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
      const found = /^DevTools listening on (ws:\S+)$/m.exec(said);
      if (found?.[1]) resolve(found[1]);
    });
    child.on("close", () => reject(new Error(`The browser ended:\n${said}`)));
  });
  const browser = await chromium.connectOverCDP(address);
  const [context] = browser.contexts();
  if (!context) throw new Error("A browser with a profile has one context.");
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  const page = await context.newPage();
  await page.setViewportSize({ width: 1440, height: 900 });
  return { page, kill };
}

test("a crash of the browser loses nothing that the sign calls waiting", async ({ newScreen, launchOptions }) => {
  test.setTimeout(120_000);
  const { ben, address, account } = await together(newScreen);
  const profile = temporaryFolder();
  const first = await startBrowser(profile, launchOptions);
  await signIn(first.page, server, account);
  await open(first.page, address);
  await first.page.context().setOffline(true);
  await caretAfter(first.page, "Notes:");
  await first.page.keyboard.type(" before the crash.");
  await comment(first.page, "before the crash", "Of what?");
  await expect(savedSign(first.page)).toHaveText("Offline – 2 changes waiting");
  await first.kill();

  const second = await startBrowser(profile, launchOptions);
  // Chromium writes cookies to the disk every half minute: whether one is still signed in is chance.
  await second.page.context().clearCookies();
  await signIn(second.page, server, account);
  await open(second.page, address);
  for (const page of [second.page, ben]) {
    await expect(page.getByText("Notes: before the crash.")).toHaveCount(1);
    await expect(card(page, "Of what?")).toHaveCount(1);
    await expect(marks(page, "before the crash")).toHaveCount(1);
  }
  await second.kill();
});
