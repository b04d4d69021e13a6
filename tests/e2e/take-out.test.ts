import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { annotationHash } from "../../components/margin/annotation-hash.ts";
import type { W3cAnnotation, W3cReply } from "../../domain/w3c/write-annotation.ts";
import { OWNER_ACCOUNT, signIn, test, untilSaved } from "../support/browser.ts";
import { api } from "../support/members.ts";
import { card, importText, margin, open, ownersToken } from "../support/reading.ts";
import { startServer, type TestServer, temporaryFolder } from "../support/server.ts";

const TEXT = `The archive opens to readers on the first day of each month, and it closes without notice.

Two shelves were moved during the war. The catalogue names a third, which nobody has found; some doubt that it was ever there.

🜁 The inventory of 1911 counts 4,120 boxes.`;

/** One annotation, however it was taken out. */
interface Fact {
  id: string;
  kind: string;
  quote: string;
  tags: string[];
  comments: string[];
}

interface Collection {
  generated?: string;
  "glossa:annotations": number;
  "glossa:comments": number;
  total: number;
  first: { items: (W3cAnnotation | W3cReply)[] };
}

let server: TestServer;
let token: string;
let address: string;
let bulletin: string;
const folder = temporaryFolder();

const quoteOf = (exact: string) => ({ selector: { type: "TextQuoteSelector", exact } });
const annotations = (id: string): string => `/bulletins/${id}/annotations`;

const post = (id: string, item: unknown): Promise<{ id: string }> =>
  api(server, token, annotations(id), { method: "POST", body: JSON.stringify(item) });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  server = await startServer();
  token = await ownersToken(server);
  address = await importText(server, token, "An archive", TEXT);
  bulletin = address.split("/").at(-1) ?? "";
  const words = (value: string, purpose: string) => ({ type: "TextualBody", purpose, value });
  const mark = (motivation: string, exact: string, body: unknown[] = []) =>
    post(bulletin, { type: "Annotation", motivation, body, target: quoteOf(exact) });
  await mark("highlighting", "closes without notice");
  const claim = await mark("assessing", "Two shelves were moved during the war", [
    words("Two shelves & their labels were moved.", "assessing"),
    words("Losses", "tagging"),
    words("War <time>", "tagging"),
  ]);
  const reply = (value: string) =>
    post(bulletin, { type: "Annotation", motivation: "replying", body: words(value, "replying"), target: claim.id });
  await reply("By whom?");
  await reply("It is not said.\n\nSee also the third.");
  // Over the edge of the claim, and from one block into the next.
  await mark("questioning", "during the war. The catalogue", [words("Which one?", "questioning")]);
  await mark("commenting", "ever there.\n\n🜁 The inventory", [words("Across paragraphs.", "commenting")]);
  await post(bulletin, {
    type: "Annotation",
    motivation: "commenting",
    body: words("Worth a visit.", "commenting"),
    target: "whole",
  });
});

test.afterAll(async () => {
  await server.stop();
});

async function takeOut(page: Page, name: RegExp): Promise<string> {
  await page.getByRole("button", { name: "Export and more" }).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("menuitem", { name }).click();
  const download = await downloading;
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

const byId = (facts: Fact[]): Fact[] => facts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** Each annotation is gone to by its link, so that its whole thread is on the screen; its passage is read in the text. */
async function onTheScreen(page: Page): Promise<Fact[]> {
  const cards = await page.locator("[data-card]").all();
  const ids = await Promise.all(cards.map(async (one) => (await one.getAttribute("data-card")) ?? ""));
  const facts: Fact[] = [];
  for (const id of ids) {
    await page.goto(`${address}${annotationHash(id)}`);
    const one = page.locator(`[data-card="${id}"][data-active]`);
    await expect(one).toBeVisible();
    const comments = one.getByRole("list", { name: "Comments" }).getByRole("paragraph");
    const tags = one.getByRole("list", { name: "Tags" }).getByRole("listitem");
    const passage = await page.locator(`[data-bulletin-text] [data-annotations~="${id}"]`).allInnerTexts();
    facts.push({
      id,
      kind: (await one.getAttribute("data-kind")) ?? "",
      quote: oneLine(passage.join("")),
      tags: (await tags.filter({ has: page.getByRole("button", { name: /^Remove tag/ }) }).allInnerTexts()).map(
        oneLine,
      ),
      comments: (await comments.allInnerTexts()).map(oneLine),
    });
  }
  return byId(facts);
}

async function inTheFile(page: Page): Promise<Fact[]> {
  const threads = await page.locator("article[data-annotation]").all();
  const facts = threads.map(async (thread): Promise<Fact> => {
    const id = (await thread.getAttribute("data-annotation")) ?? "";
    return {
      id,
      kind: (await thread.getAttribute("data-kind")) ?? "",
      quote: oneLine((await thread.getByRole("blockquote").allInnerTexts()).join("")),
      tags: (await thread.getByRole("list", { name: "Tags" }).getByRole("listitem").allInnerTexts()).map(oneLine),
      comments: (await thread.locator(".comments .words").allInnerTexts()).map(oneLine),
    };
  });
  return byId(await Promise.all(facts));
}

const KINDS: Record<string, string> = {
  highlighting: "highlight",
  commenting: "comment",
  questioning: "question",
  assessing: "claim",
};

const isReply = (item: W3cAnnotation | W3cReply): item is W3cReply => item.motivation === "replying";
const isMark = (item: W3cAnnotation | W3cReply): item is W3cAnnotation => !isReply(item);

function inJsonLd(items: (W3cAnnotation | W3cReply)[]): Fact[] {
  const marks = items.filter(isMark).map((item): Fact => {
    const quote = item.target.selector?.find((selector) => selector.type === "TextQuoteSelector");
    const own = (item.body ?? []).filter(({ purpose }) => purpose !== "tagging");
    const replies = items.filter(isReply).filter(({ target }) => target === item.id);
    return {
      id: item.id.replace("urn:uuid:", ""),
      kind: KINDS[item.motivation] ?? item.motivation,
      quote: oneLine(quote?.exact ?? ""),
      tags: (item.body ?? []).filter(({ purpose }) => purpose === "tagging").map(({ value }) => value),
      comments: [...own, ...replies.map(({ body }) => body)].map(({ value }) => oneLine(value)),
    };
  });
  return byId(marks);
}

/** Spaces at the edges of blocks are no words: a passage over two of them is read as one line. */
const withoutSpaces = (facts: Fact[]): Fact[] =>
  facts.map((fact) => ({ ...fact, quote: fact.quote.replaceAll(/\s/g, "") }));

const readCollection = (path: string): Collection => JSON.parse(readFileSync(path, "utf8"));

test("both exports hold what is on the screen", async ({ newScreen }) => {
  const page = await newScreen();
  await signIn(page, server, OWNER_ACCOUNT);
  await open(page, address);
  await expect(margin(page).locator("[data-card]")).toHaveCount(5);
  await card(page, "Which one?").click();
  await card(page, "Which one?").getByRole("button", { name: "Resolve" }).click();
  await untilSaved(page);
  await page.getByRole("button", { name: "Show resolved (1)" }).click();

  const screen = await onTheScreen(page);
  expect(screen.map(({ comments }) => comments.length).toSorted()).toEqual([0, 1, 1, 1, 3]);
  const html = await takeOut(page, /^HTML file/);
  const jsonLd = await takeOut(page, /^JSON-LD/);
  expect([html, jsonLd].map((path) => path.split("/").at(-1))).toEqual(["An archive.html", "An archive.jsonld"]);

  const reader = await newScreen({ javaScriptEnabled: false });
  await reader.goto(pathToFileURL(html).href);
  const file = await inTheFile(reader);
  const collection = readCollection(jsonLd);
  expect(withoutSpaces(file)).toEqual(withoutSpaces(screen));
  expect(inJsonLd(collection.first.items)).toEqual(file);
  expect(collection["glossa:annotations"]).toBe(5);
  expect(collection["glossa:comments"]).toBe(6);
  expect(collection.total).toBe(collection.first.items.length);
  await expect(reader.getByText("5 annotations · 6 comments · 1 resolved")).toBeVisible();
});

test("the HTML file is read without scripts, and by everybody", async ({ newScreen }) => {
  const page = await newScreen();
  await signIn(page, server, OWNER_ACCOUNT);
  await open(page, address);
  const html = await takeOut(page, /^HTML file/);
  const reader = await newScreen({ javaScriptEnabled: false });
  const asked: string[] = [];
  reader.on("request", (request) => asked.push(request.url()));
  await reader.goto(pathToFileURL(html).href);
  await expect(reader.getByRole("heading", { name: "An archive", level: 1 })).toBeVisible();
  for (const paragraph of TEXT.split("\n\n")) {
    const text = await reader.getByRole("article", { name: "Text" }).evaluate((article) => {
      for (const number of article.querySelectorAll("sup, .reference")) number.remove();
      return article.textContent;
    });
    expect(text).toContain(paragraph);
  }
  await reader.reload();
  await expect(reader.locator("mark").filter({ hasText: "closes without notice" }).first()).toBeVisible();
  await expect(reader.getByText("By whom?")).toBeVisible();
  expect(new Set(asked)).toEqual(new Set([pathToFileURL(html).href]));

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 390]) {
      const checked = await newScreen({ colorScheme, viewport: { width, height: 800 } });
      await checked.goto(pathToFileURL(html).href);
      const { violations } = await new AxeBuilder({ page: checked })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        .analyze();
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ target }) => target.join(" "))])).toEqual([]);
      const room = await checked.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(room, `${width} px wide`).toBeLessThanOrEqual(0);
    }
  }
});

test("the command line takes out the same", async () => {
  const answers = await Promise.all(
    ["html", "jsonld"].map(async (format) => {
      const out = join(folder, `by-command.${format}`);
      const done = await server.glossa("export", bulletin, "--format", format, "--out", out);
      expect(done).toMatchObject({ code: 0 });
      const answer = await fetch(`${server.url}/api/v1/bulletins/${bulletin}/export?format=${format}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(answer.status).toBe(200);
      return { format, byCommand: readFileSync(out, "utf8"), byHttp: await answer.text() };
    }),
  );
  for (const { format, byCommand, byHttp } of answers) {
    if (format === "jsonld") {
      const [one, other]: Collection[] = [JSON.parse(byCommand), JSON.parse(byHttp)];
      delete one?.generated;
      delete other?.generated;
      expect(one).toEqual(other);
    } else {
      const exportedAt = (html: string): string => /<dt>Exported<\/dt><dd>(.+?)<\/dd>/.exec(html)?.[1] ?? "";
      expect(exportedAt(byCommand)).toMatch(/^<time datetime="/);
      expect(byCommand.replaceAll(exportedAt(byCommand), "")).toBe(byHttp.replaceAll(exportedAt(byHttp), ""));
    }
  }
});

test("what was taken out goes into another bulletin of the same text, and reads back the same", async () => {
  const { first } = await api<Collection>(server, token, `/bulletins/${bulletin}/export?format=jsonld`);
  const copy = (await importText(server, token, "An archive, again", TEXT)).split("/").at(-1) ?? "";
  for (const item of first.items) await post(copy, item);
  const again = await api<Collection>(server, token, `/bulletins/${copy}/export?format=jsonld`);
  expect(inJsonLd(again.first.items)).toEqual(inJsonLd(first.items));
  const selectors = (items: (W3cAnnotation | W3cReply)[]) =>
    new Map(items.filter(isMark).map(({ id, target }) => [id, target.selector]));
  expect(selectors(again.first.items)).toEqual(selectors(first.items));
});
