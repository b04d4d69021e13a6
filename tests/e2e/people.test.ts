import { expect, type Page } from "@playwright/test";
import {
  enterPassword,
  invite,
  makeAccount,
  OWNER_ACCOUNT,
  refusal,
  savedSign,
  signIn,
  signOut,
  test,
  textBox,
  untilSaved,
} from "../support/browser.ts";
import { annotateBar, card, comment, importText, open, ownersToken, select } from "../support/reading.ts";
import { startServer, type TestServer } from "../support/server.ts";

const TEXT = `The lighthouse on the northern cape was switched off in the autumn of last year.

Pilots had asked for it to stay. The harbour office answered that nobody needed it any more.`;

const DAY = 24 * 60 * 60 * 1000;
const CLOCK_AHEAD = new URL("../support/clock-ahead.mjs", import.meta.url).href;

let server: TestServer;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  server = await startServer();
});

test.afterAll(async () => {
  await server.stop();
});

/** The owner, before the members' list. */
async function ownerAtMembers(page: Page): Promise<void> {
  await signIn(page, server, OWNER_ACCOUNT);
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("heading", { name: "Members", level: 1 })).toBeVisible();
}

const openInvitations = (page: Page) => page.getByRole("region", { name: "Open invitations" });

async function expectGone(page: Page, link: string, sentence: string): Promise<void> {
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link does not work" })).toBeVisible();
  await expect(page.getByText(sentence)).toBeVisible();
}

test("the link that the terminal prints makes the owner, once", async ({ newScreen }) => {
  test.setTimeout(180_000);
  const nameless = { GLOSSA_OWNER_EMAIL: undefined, GLOSSA_OWNER_PASSWORD: undefined };
  const fresh = await startServer({ env: nameless });
  try {
    const page = await newScreen();
    await page.goto(fresh.url);
    await expect(page.getByRole("heading", { name: "Almost ready" })).toBeVisible();
    const link = /^Make the first account: (\S+)$/m.exec(fresh.output())?.[1] ?? "";
    await page.goto(link);
    await page.getByLabel("Name").fill("Ottilie Brandt");
    await page.getByLabel("E-mail").fill("ottilie@example.org");
    await page.getByLabel("Password", { exact: true }).fill("too short");
    await page.getByRole("button", { name: "Make the account" }).click();
    await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(/at least 10 characters/i);
    await page.getByLabel("Password", { exact: true }).fill("a long enough password");
    await page.getByRole("button", { name: "Make the account" }).click();
    await expect(page.getByRole("heading", { name: "Bulletins", level: 1 })).toBeVisible();
    await page.getByRole("link", { name: "Members" }).click();
    await expect(page.getByRole("combobox", { name: "Role of Ottilie Brandt" })).toHaveValue("owner");

    await expectGone(await newScreen(), link, "Glossa is set up already. Sign in instead.");
  } finally {
    await fresh.stop();
  }
});

test("an owner invites by link, and who has it joins in the role that it names", async ({ newScreen }) => {
  const owner = await newScreen();
  await ownerAtMembers(owner);
  const link = await invite(owner, "nora@example.org");
  await expect(openInvitations(owner)).toContainText("nora@example.org");
  await expect(openInvitations(owner)).toContainText(/Annotator, invited by owner, until \d/);

  const nora = await newScreen();
  await nora.goto(link);
  await expect(nora.getByText("owner invited you as an annotator.")).toBeVisible();
  await expect(nora.getByLabel("E-mail")).toHaveValue("nora@example.org");
  await nora.getByLabel("Name").fill("Nora Lind");
  await nora.getByLabel("Password", { exact: true }).fill("a long enough password");
  await nora.getByRole("button", { name: "Join" }).click();
  await expect(nora.getByRole("heading", { name: "Bulletins", level: 1 })).toBeVisible();
  await expect(nora.getByRole("link", { name: "Import a bulletin" })).toHaveCount(0);

  await owner.reload();
  await expect(owner.getByRole("combobox", { name: "Role of Nora Lind" })).toHaveValue("annotator");
  await expect(openInvitations(owner)).toHaveCount(0);
  await expectGone(await newScreen(), link, "This invitation was used already. Ask an owner for a new one.");
});

test("an invitation that was taken back leads nowhere", async ({ newScreen }) => {
  const owner = await newScreen();
  await ownerAtMembers(owner);
  const link = await invite(owner, "late@example.org", { role: "Reader", days: "1 day" });
  await openInvitations(owner).getByRole("button", { name: "Take back the invitation of late@example.org" }).click();
  await expect(owner.getByText("The invitation was taken back; its link no longer works.")).toBeVisible();
  await expect(openInvitations(owner)).toHaveCount(0);
  await expectGone(await newScreen(), link, "This invitation was taken back. Ask an owner for a new one.");
  await expectGone(
    await newScreen(),
    `${server.url}/invitation/nonsense`,
    "This invitation link does not work. Check that it was copied whole.",
  );
});

test("a change of role takes effect on the open page", async ({ newScreen }) => {
  const edda = await makeAccount(server, "editor", "Edda");
  const address = await importText(server, await ownersToken(server), "A dark cape", TEXT);
  const page = await newScreen();
  await signIn(page, server, edda);
  await open(page, address);
  await textBox(page).getByText("Pilots had asked").click();
  await page.keyboard.press("Home");
  await page.keyboard.type("Two ");
  await expect(textBox(page)).toContainText("Two Pilots had asked");
  await untilSaved(page);

  const owner = await newScreen();
  await ownerAtMembers(owner);
  await owner.getByRole("combobox", { name: "Role of Edda" }).selectOption("Reader");
  await expect(owner.getByText("Edda is a reader now.")).toBeVisible();
  await expect(textBox(page)).toHaveAttribute("aria-readonly", "true");
  await expect(page.getByRole("toolbar", { name: "Formatting" })).toHaveCount(0);
  await textBox(page).getByText("Two Pilots had asked").click();
  await page.keyboard.type("Three ");
  await select(page, "northern cape");
  await expect(annotateBar(page)).toHaveCount(0);
  await expect(textBox(page)).not.toContainText("Three");

  await owner.getByRole("combobox", { name: "Role of Edda" }).selectOption("Editor");
  await expect(page.getByRole("toolbar", { name: "Formatting" })).toBeVisible();
  await textBox(page).getByText("Two Pilots had asked").click();
  await page.keyboard.press("Home");
  await page.keyboard.type("Now ");
  await expect(textBox(page)).toContainText("Now Two Pilots had asked");
  await untilSaved(page);
  await page.reload();
  await expect(textBox(page)).toContainText("Now Two Pilots had asked");
});

test("a member changes the password, and other devices are signed out", async ({ newScreen }) => {
  const pia = await makeAccount(server, "annotator", "Pia");
  const elsewhere = await newScreen();
  await signIn(elsewhere, server, pia);
  const page = await newScreen();
  await signIn(page, server, pia);
  await page.goto(`${server.url}/account`);

  await page.getByLabel("Current password").fill("not the password");
  await page.getByLabel("New password").fill("another fine passphrase");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByLabel("Current password")).toHaveAccessibleDescription(/current password/i);
  await page.getByLabel("Current password").fill(pia.password);
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("The password was changed. All other devices are signed out.")).toBeVisible();

  await elsewhere.reload();
  await expect(elsewhere.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await enterPassword(elsewhere, pia);
  await expect(refusal(elsewhere)).toHaveText("The e-mail address and the password do not match.");
  await enterPassword(elsewhere, { ...pia, password: "another fine passphrase" });
  await expect(elsewhere.getByRole("heading", { name: "Bulletins", level: 1 })).toBeVisible();

  await page.goto(server.url);
  await signOut(page, pia);
  await page.goto(`${server.url}/members`);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await enterPassword(page, { ...pia, password: "another fine passphrase" });
  await expect(page.getByRole("heading", { name: "Members", level: 1 })).toBeVisible();
});

test("an owner's link opens an account whose password was forgotten", async ({ newScreen }) => {
  const fritz = await makeAccount(server, "reader", "Fritz");
  const owner = await newScreen();
  await ownerAtMembers(owner);
  await owner.getByRole("button", { name: "Actions for Fritz" }).click();
  await owner.getByRole("menuitem", { name: "Link for a new password…" }).click();
  const dialog = owner.getByRole("dialog", { name: "New password for Fritz" });
  const link = await dialog.getByLabel("Link").inputValue();

  const page = await newScreen();
  await page.goto(link);
  await expect(page.getByText(`For Fritz, ${fritz.email}.`)).toBeVisible();
  await page.getByLabel("New password").fill("another fine passphrase");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("heading", { name: "Bulletins", level: 1 })).toBeVisible();
  await signOut(page, fritz);
  await enterPassword(page, fritz);
  await expect(refusal(page)).toHaveText("The e-mail address and the password do not match.");
  await expectGone(page, link, "This link works no more: it was used or replaced.");
});

test("a removed member's open bulletin closes with a reason, and their comment stays signed", async ({ newScreen }) => {
  const rosa = await makeAccount(server, "annotator", "Rosa");
  const address = await importText(server, await ownersToken(server), "A dark cape", TEXT);
  const page = await newScreen();
  await signIn(page, server, rosa);
  await open(page, address);
  await comment(page, "Pilots had asked", "Which pilots?");
  await untilSaved(page);

  const owner = await newScreen();
  await ownerAtMembers(owner);
  await owner.getByRole("button", { name: "Actions for Rosa" }).click();
  await owner.getByRole("menuitem", { name: "Remove…" }).click();
  const dialog = owner.getByRole("dialog", { name: "Remove Rosa?" });
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(owner.getByText("Rosa is no longer a member.")).toBeVisible();

  await expect(page.getByRole("alert").filter({ hasText: "What you see may be out of date" })).toContainText(
    /Sign in to open this bulletin\.|You have no access to this bulletin\./,
  );
  await expect(savedSign(page)).toHaveText("Not connected");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await enterPassword(page, rosa);
  await expect(refusal(page)).toHaveText("This account is no longer a member. Ask an owner for an invitation.");

  await open(owner, address);
  await expect(card(owner, "Which pilots?")).toContainText("Rosa");
});

test("an invitation expires", async ({ newScreen }) => {
  test.setTimeout(180_000);
  const owner = await newScreen();
  await ownerAtMembers(owner);
  const link = await invite(owner, "slow@example.org", { days: "7 days" });
  await server.stop();
  const { dataDir } = server;
  const ahead = { NODE_OPTIONS: `--import ${CLOCK_AHEAD}`, TEST_CLOCK_AHEAD_MS: String(8 * DAY) };
  server = await startServer({ dataDir, env: ahead });
  const path = new URL(link).pathname;
  await expectGone(
    await newScreen(),
    `${server.url}${path}`,
    "This invitation has expired. Ask an owner for a new one.",
  );
  await owner.goto(`${server.url}/members`);
  await expect(owner.getByRole("heading", { name: "Members", level: 1 })).toBeVisible();
  await expect(openInvitations(owner)).toHaveCount(0);
});

// The last one: it locks this machine's address.
test("ten wrong passwords lock, and the sentence says for how long", async ({ newScreen }) => {
  const lena = await makeAccount(server, "reader", "Lena");
  const page = await newScreen();
  await page.goto(`${server.url}/sign-in`);
  const enter = async (password: string): Promise<void> => {
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await enterPassword(page, { ...lena, password });
    await answered;
  };
  for (let time = 0; time < 10; time++) {
    await enter(`a wrong password ${time}`);
    await expect(refusal(page)).toHaveText("The e-mail address and the password do not match.");
  }
  await enter(lena.password);
  await expect(refusal(page)).toHaveText("There were too many failed sign-ins. Try again in a minute.");
});
