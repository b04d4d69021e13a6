import { expect, type Page } from "@playwright/test";
import { freePort, makeAccount, savedSign, signIn, test, textBox, untilSaved } from "../support/browser.ts";
import { annotateBar, card, comment, importText, margin, open, ownersToken, select } from "../support/reading.ts";
import { startServer, type TestServer, temporaryFolder } from "../support/server.ts";

const TEXT = `The bridge was closed on a Monday. Notes:

Its northern pier had moved by a hand since the flood. Engineers measured it twice and did not agree.

No date for the repair was given. The ferry runs until ten.`;

/** Both stay the same over all restarts: the pages that are open come back to them. */
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

/** Two members with a new bulletin before them, and its address. */
async function together(newScreen: () => Promise<Page>): Promise<{ ada: Page; ben: Page; address: string }> {
  const address = await importText(server, await ownersToken(server), "A bridge", TEXT);
  const open2 = async (role: "editor" | "annotator", name: string): Promise<Page> => {
    const page = await newScreen();
    await signIn(page, server, await makeAccount(server, role, name));
    await open(page, address);
    return page;
  };
  return { ada: await open2("editor", "Ada"), ben: await open2("annotator", "Ben"), address };
}

async function caretAfter(page: Page, words: string): Promise<void> {
  await textBox(page).getByText(words).click();
  await page.keyboard.press("End");
}

test("after a kill both pages come back by themselves, with everything once", async ({ newScreen }) => {
  test.setTimeout(180_000);
  const { ada, ben, address } = await together(newScreen);
  await comment(ben, "northern pier", "Which of the two?");
  await select(ben, "flood");
  await annotateBar(ben).getByRole("button", { name: "Highlight" }).click();
  await caretAfter(ada, "Notes:");
  await ada.keyboard.type(" saved");
  await untilSaved(ada);
  await untilSaved(ben);

  await select(ben, "did not agree");
  await annotateBar(ben).getByRole("button", { name: "Comment" }).click();
  await ben.getByRole("textbox", { name: "Comment, your words" }).fill("By how much?");
  const words = Array.from({ length: 40 }, (_, index) => `w${index}.`);
  const typing = ada.keyboard.type(` ${words.join(" ")}`, { delay: 15 });
  await expect(ben.getByText("w8.")).toBeVisible();
  await Promise.all([ben.keyboard.press("Control+Enter"), server.kill(), typing]);

  await expect(savedSign(ada)).toHaveText("Offline – 1 change waiting");
  await expect(savedSign(ben)).toHaveText(/^Offline/);
  await comment(ben, "The ferry", "Until ten in the evening?");
  await expect(savedSign(ben)).toHaveText(/^Offline – \d changes? waiting$/);
  await caretAfter(ada, "until ten.");
  await ada.keyboard.type(" Typed while it was away.");

  server = await start();
  await untilSaved(ada);
  await untilSaved(ben);
  const fresh = await newScreen();
  await signIn(fresh, server, await makeAccount(server, "editor", "Cleo"));
  await open(fresh, address);
  for (const page of [ada, ben, fresh]) {
    await expect(page.getByText(`Notes: saved ${words.join(" ")}`)).toBeVisible();
    await expect(page.getByText("The ferry runs until ten. Typed while it was away.")).toBeVisible();
    await expect(margin(page).locator("[data-card]")).toHaveCount(4);
    for (const said of ["Which of the two?", "By how much?", "Until ten in the evening?"]) {
      await expect(card(page, said)).toHaveCount(1);
    }
  }
  for (const page of [ada, ben, fresh]) {
    const text = (await textBox(page).allTextContents()).join(" ").replaceAll(/\s+/g, " ");
    expect(text.match(/w\d+\./g)).toEqual(words);
    expect(text.match(/Typed while it was away\./g)).toHaveLength(1);
  }
});

test("a comment that was posted while the server was away survives a reload", async ({ newScreen }) => {
  test.setTimeout(180_000);
  const { ada, ben, address } = await together(newScreen);
  await server.kill();
  await expect(savedSign(ben)).toHaveText("Offline");
  await comment(ben, "closed on a Monday", "Of which week?");
  await expect(savedSign(ben)).toHaveText("Offline – 1 change waiting");
  await card(ben, "Of which week?").getByRole("textbox", { name: "Reply" }).fill("I ask because of the holiday.");
  await ben.keyboard.press("Control+Enter");
  await expect(savedSign(ben)).toHaveText("Offline – 2 changes waiting");
  // Nothing answers, so the tab is of no use until the server is back.
  await expect(ben.reload()).rejects.toThrow();
  const browser = ben.context();
  await ben.close();

  server = await start();
  const again = await browser.newPage();
  await again.goto(address);
  await untilSaved(again);
  await expect(card(again, "Of which week?")).toHaveCount(1);
  await expect(card(ada, "Of which week?")).toHaveCount(1);
  await card(ada, "Of which week?").click();
  await expect(card(ada, "Of which week?")).toContainText("I ask because of the holiday.");
  await expect(ada.getByText("I ask because of the holiday.")).toHaveCount(1);
});

test("a paste of five megabytes gets a sentence, and nothing is lost", async ({ newScreen }) => {
  const { ada, ben, address } = await together(newScreen);
  await ada.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await caretAfter(ada, "Notes:");
  await ada.keyboard.type(" before");
  await ada.evaluate(() => navigator.clipboard.writeText("A line that was copied elsewhere. ".repeat(154_000)));
  await ada.keyboard.press("Control+v");
  await expect(ada.getByText(/^That is too long to paste: .+ Nothing was changed/)).toBeVisible();
  await ada.keyboard.type(" after");
  await untilSaved(ada);
  await expect(ben.getByText("Notes: before after")).toBeVisible();
  await expect(ben.getByText("A line that was copied elsewhere.")).toHaveCount(0);

  // What an editor may well paste, a chapter, goes through.
  await ada.evaluate(() => navigator.clipboard.writeText(" A chapter that was copied elsewhere.".repeat(3000)));
  await ada.keyboard.press("Control+v");
  await untilSaved(ada);
  await expect(ben.getByText("Notes: before after A chapter that was copied elsewhere.")).toBeVisible();
  await ben.goto(address);
  await expect(ben.getByText("Notes: before after A chapter that was copied elsewhere.").first()).toBeVisible();
});
