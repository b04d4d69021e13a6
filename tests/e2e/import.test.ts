import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Page } from "@playwright/test";
import { OWNER_ACCOUNT, signIn, test, textBox } from "../support/browser.ts";
import { api } from "../support/members.ts";
import { ownersToken } from "../support/reading.ts";
import { startServer, type TestServer, temporaryFolder } from "../support/server.ts";

/** Not in this repository: its text is not ours to publish, so only counts of it are looked at. */
const REAL_BULLETIN =
  process.env.GLOSSA_BULLETIN ??
  fileURLToPath(new URL("../../../shared/bulletin/north-korea-russia.txt", import.meta.url));

const TEXT = `What the River Commission Left Undone

Marta Oyelaran

The river commission met four times last year and agreed on two measures, of which one has begun. Its members describe the pace as ordinary, and its critics as a decision in itself.

Limits of the Present Agreement. Under the agreement a gauge has to be read every six hours. The [yearly report](https://example.org/river/report) says that nine gauges in ten were. The daily *Upper Valley Post* counted fewer, because it left out those that were read but not

reported on the same day. Limits of this kind are common. The agreement does not say which count is meant.

No later meeting has been called. Members may ask for one at any time, and none has.`;

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

async function atImport(page: Page): Promise<void> {
  await signIn(page, server, OWNER_ACCOUNT);
  await page.getByRole("link", { name: "Import a bulletin" }).click();
  await expect(page.getByRole("heading", { name: "Import a bulletin" })).toBeVisible();
}

type File = string | { name: string; mimeType: string; buffer: Buffer };

async function chooseFile(page: Page, file: File): Promise<void> {
  const asked = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await asked).setFiles(file);
}

const textFile = (name: string, text: string): File => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

const preview = (page: Page) => page.getByRole("article", { name: "The bulletin as it will look" });
const field = (page: Page, name: "Title" | "Author") => page.getByRole("textbox", { name });
/** What was done to the text, as the page sums it up. */
const summary = (page: Page) => page.getByRole("paragraph").filter({ hasText: /^[\d,]+ words\./ });
const repairs = (page: Page) => page.getByRole("region", { name: "Repairs" });
/** The repairs under one heading, opened; with their number as it stands beside the heading. */
const group = (page: Page, heading: string) =>
  repairs(page)
    .getByRole("group")
    .filter({ has: page.getByText(heading, { exact: true }) });

async function titles(): Promise<string[]> {
  return (await api<{ items: { title: string }[] }>(server, token, "/bulletins")).items.map(({ title }) => title);
}

test("pasted words are previewed with every repair, and a refused repair is not made", async ({ newScreen }) => {
  const page = await newScreen();
  await atImport(page);
  await page.getByRole("textbox", { name: "Paste the text" }).fill(TEXT);
  await page.getByRole("button", { name: "Preview" }).click();

  await expect(field(page, "Title")).toHaveValue("What the River Commission Left Undone");
  await expect(field(page, "Author")).toHaveValue("Marta Oyelaran");
  await expect(summary(page)).toContainText("1 run-in heading, 1 paragraph joined, 1 link, 1 italic phrase.");
  await expect(preview(page).getByRole("strong")).toHaveText("Limits of the Present Agreement.");
  await expect(preview(page).getByRole("link", { name: "yearly report" })).toBeVisible();
  await expect(preview(page).getByRole("emphasis")).toHaveText("Upper Valley Post");
  await expect(preview(page)).toContainText("read but not reported on the same day");

  await group(page, "Links").getByRole("switch").uncheck();
  await expect(preview(page)).toContainText("The [yearly report](https://example.org/river/report) says");
  await expect(preview(page).getByRole("link")).toHaveCount(0);
  await group(page, "Joined paragraphs").getByRole("switch").uncheck();
  await expect(summary(page)).toContainText("1 run-in heading, 1 italic phrase.");
  await field(page, "Title").fill("The river commission, one year on");

  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByRole("heading", { name: "The river commission, one year on", level: 1 })).toBeVisible();
  await expect(page.getByText("Marta Oyelaran")).toBeVisible();
  const text = textBox(page);
  await expect(text).toContainText("The [yearly report](https://example.org/river/report) says");
  await expect(text.getByRole("strong")).toHaveText("Limits of the Present Agreement.");
  await expect(text.getByRole("emphasis")).toHaveText("Upper Valley Post");
  await expect(text.getByRole("paragraph").filter({ hasText: /^reported on the same day/ })).toBeVisible();
});

test("a text file and a Markdown file become bulletins", async ({ newScreen }) => {
  const page = await newScreen();
  await atImport(page);
  await chooseFile(page, textFile("river.txt", TEXT));
  await expect(preview(page).getByRole("link", { name: "yearly report" })).toBeVisible();
  await page.getByRole("button", { name: "Choose another text" }).click();
  await chooseFile(
    page,
    textFile("river.md", "# A river in Markdown\n\n## Gauges\n\nThe **upper** gauge is read.\n\n- once\n- twice\n"),
  );
  await expect(field(page, "Title")).toHaveValue("A river in Markdown");
  await expect(preview(page).getByRole("listitem")).toHaveText(["once", "twice"]);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByRole("heading", { name: "A river in Markdown", level: 1 })).toBeVisible();
  await expect(textBox(page).getByRole("heading", { name: "Gauges" })).toBeVisible();
  await expect(textBox(page).getByRole("listitem")).toHaveText(["once", "twice"]);
  await expect(textBox(page).getByRole("strong")).toHaveText("upper");
});

test("what can't be read gets one sentence and changes nothing", async ({ newScreen }) => {
  const before = await titles();
  const huge = join(temporaryFolder(), "huge.txt");
  writeFileSync(huge, "A line of a text that is far too long for anybody.\n".repeat(1024 * 1024));
  const page = await newScreen();
  await atImport(page);
  const alert = page.getByRole("main").getByRole("alert");
  const bytes = (name: string, buffer: Buffer): File => ({ name, mimeType: "text/plain", buffer });
  for (const [file, sentence] of [
    [bytes("empty.txt", Buffer.alloc(0)), "This file is empty."],
    [bytes("picture.txt", Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13])), /not plain text/],
    [bytes("latin.txt", Buffer.from("Stra\u00dfe in K\u00f6ln", "latin1")), /not encoded in UTF-8; save it as UTF-8/],
    [bytes("wide.txt", Buffer.from("A river, and its gauges", "utf16le")), /encoded in UTF-16; save it as UTF-8/],
    [bytes("report.pdf", Buffer.from("%PDF-1.7")), /can't read a file that ends in \.pdf/],
    [huge, /^This text is \d+ MB long; Glossa takes at most 5 MB\.$/],
  ] as const) {
    await chooseFile(page, file);
    await expect(alert).toHaveText(sentence, { timeout: 30_000 });
  }
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("textbox", { name: "Paste the text" })).toHaveAccessibleDescription(/Paste some text/);
  await expect(preview(page)).toHaveCount(0);
  expect(await titles()).toEqual(before);
  // What was wrong before does not stand in the way of what is right.
  await chooseFile(page, textFile("river.txt", TEXT));
  await expect(preview(page)).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test("a bulletin is renamed, deleted and brought back", async ({ newScreen }) => {
  const body = JSON.stringify({ title: "A first name", text: "Some words.", format: "text" });
  await api(server, token, "/bulletins", { method: "POST", body });
  const page = await newScreen();
  await signIn(page, server, OWNER_ACCOUNT);
  await page.getByRole("button", { name: "Actions for A first name" }).click();
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  const dialog = page.getByRole("dialog", { name: "Rename the bulletin" });
  await dialog.getByLabel("Title").fill(" ");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("Title")).toHaveAccessibleDescription("Give the bulletin a title.");
  await dialog.getByLabel("Title").fill("A second name");
  await dialog.getByLabel("Author").fill("Ines Falk");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  const link = page.getByRole("link", { name: "A second name" });
  await expect(link).toBeVisible();
  await expect(page.getByText("Ines Falk")).toBeVisible();

  const remove = async (): Promise<void> => {
    await page.getByRole("button", { name: "Actions for A second name" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(page.getByText("“A second name” was deleted.")).toBeVisible();
    await expect(link).toHaveCount(0);
  };
  await remove();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(link).toBeVisible();

  await remove();
  await page.getByRole("link", { name: "Recently deleted" }).click();
  await page.getByRole("button", { name: "Restore A second name" }).click();
  await expect(page.getByText("“A second name” is back in the list.")).toBeVisible();
  await page.getByRole("link", { name: "All bulletins", exact: true }).click();
  await link.click();
  await expect(page.getByRole("heading", { name: "A second name", level: 1 })).toBeVisible();
});

test("the real bulletin is repaired as a person would", async ({ newScreen }) => {
  test.skip(!existsSync(REAL_BULLETIN), "The bulletin is not on this machine.");
  const page = await newScreen();
  await atImport(page);
  await chooseFile(page, REAL_BULLETIN);
  await expect(summary(page)).toContainText(
    "3 run-in headings, 2 paragraphs joined, 1 running header removed, 12 links, 1 italic phrase.",
  );
  await page.getByRole("button", { name: "Import", exact: true }).click();
  const text = textBox(page);
  await expect(text).toBeVisible();
  await expect(text.getByRole("strong")).toHaveCount(3);
  await expect(text.getByRole("link")).toHaveCount(12);
  await expect(text.getByRole("emphasis")).toHaveCount(1);
  await expect(text.getByRole("paragraph")).toHaveCount(13);
});
