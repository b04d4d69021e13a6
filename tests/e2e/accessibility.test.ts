import { expect, type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll, expectNoViolations } from "../support/accessible.ts";
import { enterPassword, invite, OWNER_ACCOUNT, refusal, signIn, test, textBox } from "../support/browser.ts";
import { api } from "../support/members.ts";
import { annotateBar, card, importText, margin, marks, open, ownersToken, select } from "../support/reading.ts";
import { startServer, type TestServer } from "../support/server.ts";

const TEXT = `The dam holds less water than it did, and the ministry says that this was expected from the first day on.

Two surveys were made. The second counted silt that the first had left out, so the two figures can't be compared: 31 and 44 per cent.

Farmers below the dam expect a dry summer. Nobody has promised them anything.`;

let server: TestServer;
let token: string;
let address: string;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  server = await startServer();
  token = await ownersToken(server);
  address = await annotatedBulletin();
});

test.afterAll(async () => {
  await server.stop();
});

/** One of every kind, tagged, answered and resolved, apart and overlapping, on passages and on the whole. */
async function annotatedBulletin(): Promise<string> {
  const made = await importText(server, token, "A dam and its water", TEXT);
  const path = `/bulletins/${made.split("/").at(-1)}/annotations`;
  const post = (item: object): Promise<{ id: string }> =>
    api(server, token, path, { method: "POST", body: JSON.stringify({ type: "Annotation", ...item }) });
  const words = (value: string, purpose = "commenting") => ({ type: "TextualBody", purpose, value });
  const on = (exact: string) => ({ selector: { type: "TextQuoteSelector", exact } });
  await post({ motivation: "highlighting", target: on("The dam holds less water") });
  const claim = await post({
    motivation: "assessing",
    target: on("this was expected from the first day on"),
    body: [words("The loss was expected.", "assessing"), words("Forecast", "tagging"), words("Ministry", "tagging")],
  });
  await post({
    motivation: "replying",
    target: claim.id,
    body: words("By whom? See https://example.org/dam.", "replying"),
  });
  await post({
    motivation: "questioning",
    target: on("counted silt that the first"),
    body: words("Why?", "questioning"),
  });
  await post({ motivation: "commenting", target: on("the first had left out"), body: words("It says so itself.") });
  await post({ motivation: "commenting", target: "whole", body: words("Good figures, on the whole.") });
  return made;
}

async function signedIn(page: Page): Promise<void> {
  await signIn(page, server, OWNER_ACCOUNT);
}

test("the pages before one is signed in", async ({ newScreen }) => {
  test.setTimeout(120_000);
  const owner = await newScreen();
  await signedIn(owner);
  await owner.goto(`${server.url}/members`);
  const link = await invite(owner, "a.rather.long.address.of.somebody@department.example.org");
  await owner.getByRole("button", { name: "Actions for owner" }).click();
  await owner.getByRole("menuitem", { name: "Link for a new password…" }).click();
  const reset = await owner.getByRole("dialog").getByLabel("Link").inputValue();

  const page = await newScreen();
  await page.goto(`${server.url}/sign-in`);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expectAccessible(page, "sign-in");
  await enterPassword(page, { email: "nobody@example.org", password: "not a password" });
  await expect(refusal(page)).toBeVisible();
  await expectAccessible(page, "sign-in, refused");
  await page.goto(link);
  await expect(page.getByRole("button", { name: "Join" })).toBeVisible();
  await expectAccessible(page, "invitation");
  await page.goto(`${server.url}/invitation/nonsense`);
  await expect(page.getByRole("heading", { name: "This link does not work" })).toBeVisible();
  await expectAccessible(page, "invitation, gone");
  await page.goto(reset);
  await expect(page.getByRole("button", { name: "Set the password" })).toBeVisible();
  await expectAccessible(page, "new password");
  await page.goto(`${server.url}/nowhere`);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  await expectAccessible(page, "not found");
});

test("a new server: its set-up, and lists with nothing in them", async ({ newScreen }) => {
  test.setTimeout(240_000);
  const fresh = await startServer({ env: { GLOSSA_OWNER_EMAIL: undefined, GLOSSA_OWNER_PASSWORD: undefined } });
  try {
    const page = await newScreen();
    await page.goto(fresh.url);
    await expect(page.getByRole("heading", { name: "Almost ready" })).toBeVisible();
    await expectAccessible(page, "set-up, its hint");
    await page.goto(/^Make the first account: (\S+)$/m.exec(fresh.output())?.[1] ?? "");
    await page.getByLabel("Name").fill("Ottilie Brandt");
    await page.getByLabel("E-mail").fill("ottilie@example.org");
    await page.getByLabel("Password", { exact: true }).fill("short");
    await page.getByRole("button", { name: "Make the account" }).click();
    await expect(page.getByLabel("Password", { exact: true })).toHaveAttribute("aria-invalid", "true");
    await expectAccessible(page, "set-up, with a mistake");
    await page.getByLabel("Password", { exact: true }).fill("a long enough password");
    await page.getByRole("button", { name: "Make the account" }).click();
    await page.getByRole("button", { name: /^Actions for/ }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(page.getByRole("heading", { name: "Nothing to read yet" })).toBeVisible();
    await expectAccessible(page, "list, empty");
    await page.goto(`${fresh.url}/deleted`);
    await expect(page.getByRole("button", { name: /^Restore/ })).toBeVisible();
    await expectAccessible(page, "deleted");
    await page.goto(`${fresh.url}/tags`);
    await expect(page.getByRole("heading", { name: "No tags yet" })).toBeVisible();
    await expectAccessible(page, "tags, empty");
  } finally {
    await fresh.stop();
  }
});

test("the pages around the bulletins", async ({ newScreen }) => {
  test.setTimeout(180_000);
  const page = await newScreen();
  await signedIn(page);
  await expect(page.getByRole("link", { name: "A dam and its water" })).toBeVisible();
  await expectAccessible(page, "list");
  await page.getByRole("button", { name: "Actions for A dam and its water" }).click();
  await expect(page.getByRole("menuitem", { name: "Rename…" })).toBeVisible();
  await expectNoViolations(page, "list, menu");
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  await expect(page.getByRole("dialog", { name: "Rename the bulletin" })).toBeVisible();
  await expectAccessible(page, "list, renaming");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Menu of owner" }).click();
  await expectNoViolations(page, "account menu");

  await page.goto(`${server.url}/members`);
  await expect(page.getByRole("combobox", { name: "Role of owner" })).toBeVisible();
  await expectAccessible(page, "members");
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page, "members, inviting");
  await page.getByRole("button", { name: "Make the link" }).click();
  await expect(page.getByRole("dialog", { name: "The invitation is ready" })).toBeVisible();
  await expectAccessible(page, "members, invited");

  await page.goto(`${server.url}/account`);
  await page.getByLabel("What is it for?").fill("A script");
  await page.getByRole("button", { name: "Make a token" }).click();
  await expect(page.getByLabel("Your new token")).toBeVisible();
  await expectAccessible(page, "account");

  await page.goto(`${server.url}/tags`);
  await expect(page.getByText("Forecast")).toBeVisible();
  await expectAccessible(page, "tags");
  await page.getByRole("button", { name: "Change tag Forecast" }).click();
  await expect(page.getByLabel("Name")).toBeFocused();
  await expectAccessible(page, "tags, one being changed");

  await page.goto(`${server.url}/b/00000000-0000-4000-8000-000000000000`);
  await expect(page.getByRole("heading", { name: "There is no such bulletin" })).toBeVisible();
  await expectAccessible(page, "no such bulletin");
});

test("importing", async ({ newScreen }) => {
  test.setTimeout(120_000);
  const page = await newScreen();
  await signedIn(page);
  await page.goto(`${server.url}/import`);
  await expect(page.getByRole("button", { name: "Choose a file" })).toBeVisible();
  await expectAccessible(page, "import");
  const asked = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await asked).setFiles({ name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) });
  await expect(refusal(page)).toHaveText("This file is empty.");
  await expectAccessible(page, "import, refused");
  const paragraphs = TEXT.split("\n\n").map((words) => `[See](https://example.org/${words.length}) ${words}`);
  await page
    .getByRole("textbox", { name: "Paste the text" })
    .fill(["A Dam and its Water", "Ines Falk", ...paragraphs, ...paragraphs].join("\n\n"));
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("article", { name: "The bulletin as it will look" })).toBeVisible();
  await page.getByText("Links", { exact: true }).click();
  await expect(page.getByRole("switch").first()).toBeVisible();
  await page.getByRole("switch").last().uncheck();
  await expectAccessible(page, "import, preview");
});

test("reading: nothing annotated, annotated, one picked, one being written", async ({ newScreen }) => {
  test.setTimeout(180_000);
  const page = await newScreen();
  await signedIn(page);
  await open(page, await importText(server, token, "A dam that nobody annotated", TEXT));
  await expect(margin(page).getByText("Select words to annotate.")).toBeVisible();
  await expectAccessible(page, "reading, no annotations");

  await open(page, address);
  await expect(margin(page).locator("[data-card]")).toHaveCount(5);
  await expectAccessible(page, "reading");
  await card(page, "The loss was expected.").click();
  await expect(card(page, "The loss was expected.").getByRole("textbox", { name: "Reply" })).toBeVisible();
  await expectNoViolations(page, "reading, a card open");
  await page.emulateMedia({ colorScheme: "dark" });
  await expectNoViolations(page, "reading, a card open, dark");
  await page.emulateMedia({ colorScheme: "light" });
  await card(page, "The loss was expected.").getByRole("button", { name: "More" }).click();
  await expectNoViolations(page, "reading, a card's menu");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Export and more" }).click();
  await expectNoViolations(page, "reading, export menu");
  await page.keyboard.press("Escape");

  await marks(page, /^the first$/).click();
  await expect(page.getByRole("menu", { name: "What lies here" })).toBeVisible();
  await expectNoViolations(page, "reading, choosing among overlapping ones");
  await page.keyboard.press("Escape");
  await select(page, "a dry summer");
  await expect(annotateBar(page)).toBeVisible();
  await expectNoViolations(page, "reading, words selected");
  await annotateBar(page).getByRole("button", { name: "Claim" }).click();
  await page.getByRole("textbox", { name: "Claim, your words" }).fill("It will be dry.");
  await expectNoViolations(page, "reading, a draft");
  await page.emulateMedia({ colorScheme: "dark" });
  await expectNoViolations(page, "reading, a draft, dark");
  await expect(textBox(page)).toBeVisible();
});

test("reading on a narrow screen", async ({ newScreen }) => {
  test.setTimeout(120_000);
  for (const width of [390, 320]) {
    const page = await newScreen({ viewport: { width, height: 844 }, hasTouch: true, isMobile: true });
    await signedIn(page);
    await open(page, address);
    const opener = page.getByRole("button", { name: "Annotations (5)" });
    await expect(opener).toBeVisible();
    await expectNoViolations(page, `narrow, ${width} px`);
    await expectNoSidewaysScroll(page, `narrow, ${width} px`);
    await opener.tap();
    const sheet = page.getByRole("dialog", { name: "Annotations (5)" });
    await expect(sheet.getByRole("article")).toHaveCount(5);
    await expectNoViolations(page, `narrow, list, ${width} px`);
    await expectNoSidewaysScroll(page, `narrow, list, ${width} px`);
    await sheet.getByText("The loss was expected.").tap();
    const one = page.getByRole("dialog", { name: /^Annotation \d of 5$/ });
    await expect(one.getByText("By whom?")).toBeVisible();
    await expectNoViolations(page, `narrow, one annotation, ${width} px`);
    await expectNoSidewaysScroll(page, `narrow, one annotation, ${width} px`);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectNoViolations(page, `narrow, one annotation, ${width} px, dark`);
  }
});
