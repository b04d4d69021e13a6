import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../support/accessible.ts";
import { makeAccount, OWNER_ACCOUNT, signIn, test } from "../support/browser.ts";
import { api } from "../support/members.ts";
import { importText, margin, marks, open, ownersToken } from "../support/reading.ts";
import { startServer, type TestServer } from "../support/server.ts";

const KEPT = "Harbour masters on both shores say that they asked for earlier sailings twice.";
const MOVED = "The company says that it received one letter in the second week of May, and answered it at once.";
const GONE = "No other line serves the route, and none has ever asked for a permit to serve it.";
const FARES = "Fares rose by a fifth in the same months, from March to the end of May.";
const FILLER = Array.from(
  { length: 24 },
  (_, at) => `Paragraph ${at} of the long middle says nothing that anybody would mark.`,
);

const BEFORE = [KEPT, MOVED, FARES, ...FILLER, GONE, "The end of the matter."].join("\n\n");
const AFTER = [
  KEPT,
  FARES.replace("a fifth", "a quarter"),
  ...FILLER,
  "An appendix gives the figures of both years.",
  MOVED,
  "The end of the matter.",
].join("\n\n");

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

async function annotatedBulletin(): Promise<string> {
  const address = await importText(server, token, "A timetable in spring", BEFORE);
  const path = `/bulletins/${address.split("/").at(-1)}/annotations`;
  for (const [exact, value] of [
    ["asked for earlier sailings twice", "Do we have both letters?"],
    ["it received one letter in the second week of May", "Only one."],
    ["Fares rose by a fifth", "From what to what?"],
    ["none has ever asked for a permit", "Says who?"],
  ]) {
    const target = { selector: { type: "TextQuoteSelector", exact } };
    const body = JSON.stringify({ motivation: "commenting", target, body: [{ type: "TextualBody", value }] });
    await api(server, token, path, { method: "POST", body });
  }
  return address;
}

const acceptButton = (page: Page) => page.getByRole("button", { name: "Accept the new edition" });

/** By the menu of the reading view: a page that is opened by its address may not listen yet when it is seen. */
async function openEditionPage(page: Page, address: string): Promise<void> {
  await open(page, address);
  await page.getByRole("button", { name: "Export and more" }).click();
  await page.getByRole("menuitem", { name: "Upload a new edition" }).click();
  await expect(page.getByRole("heading", { name: "New edition", level: 1 })).toBeVisible();
}

async function chooseFile(page: Page, name: string, text: string): Promise<void> {
  const asked = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await asked).setFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
}

async function uploadFile(page: Page, text: string): Promise<void> {
  await chooseFile(page, "revised.txt", text);
  await expect(page.getByRole("heading", { name: "The text, compared" })).toBeVisible();
}

test("an editor sees what becomes of each annotation and accepts; an annotator sees it live", async ({ newScreen }) => {
  const address = await annotatedBulletin();
  const ada = await makeAccount(server, "editor", "Ada");
  const ben = await makeAccount(server, "annotator", "Ben");
  const [editor, annotator] = [await newScreen(), await newScreen()];
  await signIn(editor, server, ada);
  await signIn(annotator, server, ben);
  await open(annotator, address);
  await expect(marks(annotator, "asked for earlier sailings twice")).toBeVisible();

  await openEditionPage(editor, address);
  await uploadFile(editor, AFTER);
  for (const [heading, words] of [
    ["Detached", "none has ever asked for a permit"],
    ["Words changed", "Fares rose by a quarter"],
    ["Moved", "it received one letter"],
    ["Exact", ""],
  ] as const) {
    const section = editor.getByRole("group").filter({ has: editor.getByRole("heading", { name: heading }) });
    await expect(section).toContainText(words);
    await expect(section.locator("summary")).toContainText("1");
  }
  await expect(editor.getByRole("deletion").filter({ hasText: "fifth" }).first()).toBeVisible();
  await expect(editor.getByRole("insertion").filter({ hasText: "quarter" }).first()).toBeVisible();

  // Nothing has changed for anybody yet; the annotator reads on, somewhere in the middle.
  await expect(annotator.locator("[data-text-ready]")).toContainText(GONE);
  await annotator.evaluate(() => {
    Object.assign(window, { isTheSamePage: true });
  });
  await acceptButton(editor).click();
  await expect(editor).toHaveURL(address);

  const text = annotator.locator("[data-text-ready]");
  await expect(text).toContainText("An appendix gives the figures of both years.");
  await expect(text).not.toContainText(GONE);
  await expect(marks(annotator, "asked for earlier sailings twice")).toHaveAttribute("data-state", "anchored");
  await expect(marks(annotator, "Fares rose by a quarter")).toHaveAttribute("data-state", "anchored");
  await expect(marks(annotator, "it received one letter in the second week of May")).toHaveAttribute(
    "data-state",
    "moved",
  );
  await expect(margin(annotator)).toContainText("Detached");
  expect(await annotator.evaluate(() => "isTheSamePage" in window)).toBe(true);
  await expect(annotator.locator("[data-saved=saved]")).toBeVisible();
  await expect(marks(editor, "it received one letter in the second week of May")).toBeVisible();
});

test("a report that is no longer true is refused, and made anew", async ({ newScreen }) => {
  const address = await annotatedBulletin();
  const page = await newScreen();
  await signIn(page, server, OWNER_ACCOUNT);
  await openEditionPage(page, address);
  await uploadFile(page, AFTER);
  const path = `/bulletins/${address.split("/").at(-1)}/annotations`;
  const target = { selector: { type: "TextQuoteSelector", exact: "The end of the matter" } };
  await api(server, token, path, { method: "POST", body: JSON.stringify({ motivation: "highlighting", target }) });

  await acceptButton(page).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Nothing was replaced; ask for a new report.");
  await page.getByRole("button", { name: "Make a new report" }).click();
  await expect(page.getByRole("heading", { name: "5 annotations" })).toBeVisible();
  await acceptButton(page).click();
  await expect(page).toHaveURL(address);
  await expect(page.locator("[data-bulletin-text]")).toContainText("An appendix gives the figures");
});

test("the page is accessible in each of its states, and only for editors", async ({ newScreen }) => {
  test.setTimeout(180_000);
  const address = await annotatedBulletin();
  const page = await newScreen();
  await signIn(page, server, OWNER_ACCOUNT);
  await openEditionPage(page, address);
  await expect(page.getByRole("button", { name: "Choose a file" })).toBeVisible();
  await expectAccessible(page, "new edition, source");
  await chooseFile(page, "revised.pdf", "x");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("can't read a file that ends in .pdf");
  await uploadFile(page, AFTER);
  await expectAccessible(page, "new edition, report");
  await page.getByRole("heading", { name: "Exact" }).click();
  await expectAccessible(page, "new edition, all of the report");

  await page.getByRole("button", { name: "Choose another text" }).click();
  await page.getByLabel("Paste the text").fill(BEFORE);
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("main")).toContainText("Nothing differs");
  await expect(acceptButton(page)).toBeDisabled();
  await expectAccessible(page, "new edition, nothing differs");

  const bare = await importText(server, token, "Nobody annotated it", "One paragraph.\n\nAnother one.");
  await openEditionPage(page, bare);
  await uploadFile(page, "One paragraph.\n\nAnother one, revised.");
  await expect(page.getByRole("heading", { name: "No annotations" })).toBeVisible();
  await expectAccessible(page, "new edition, no annotations");

  const reader = await newScreen();
  await signIn(reader, server, await makeAccount(server, "annotator", "Rita"));
  await reader.goto(`${address}/edition`);
  await expect(reader.getByText("Only editors upload new editions")).toBeVisible();
  await expectAccessible(reader, "new edition, not for annotators");
});
