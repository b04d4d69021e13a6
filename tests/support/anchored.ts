/**
 * A bulletin with annotated passages before an editor and an annotator: where the passages have to be on both screens, on a
 * fresh load and by the API.
 */

import { type Browser, type BrowserContextOptions, expect, type Page } from "@playwright/test";
import { type Anchor, quoteOf } from "../../domain/anchor/anchor.ts";
import type { W3cAnnotation } from "../../domain/w3c/write-annotation.ts";
import { makeAccount, signIn } from "./browser.ts";
import { drawnPassages, watchPassages } from "./drawn-passages.ts";
import { api } from "./members.ts";
import { margin, open, ownersToken } from "./reading.ts";
import type { TestServer } from "./server.ts";

/** Each kind of place that a passage may have: what is annotated lies in and over all of them. */
export const HTML = `
<h2>Winter on the strait</h2>
<p>The ferry company kept its winter timetable until the second week of May, although the ice had gone by March.</p>
<p>Harbour masters on both shores asked for <a href="https://example.org/letters">earlier sailings</a> twice. The flag 🚢 of the line stayed down.</p>
<ul><li>Fares rose by a fifth.</li><li>The night boat was cut.</li></ul>
<table><tr><td>North pier</td><td>twelve a day</td></tr><tr><td>South pier</td><td>none</td></tr></table>
<p>No other line serves the route. Nobody has said when it ends.</p>`;

export const PASSAGES = {
  first: "Winter",
  heading: "the strait",
  plain: "winter timetable",
  across: "by March.\n\nHarbour masters",
  link: "earlier sailings",
  emoji: "flag 🚢 of",
  items: "a fifth.\nThe",
  item: "night boat",
  cell: "twelve a day",
  last: "ends.",
};

type Role = "editor" | "annotator" | "reader";
type SignedIn = Exclude<BrowserContextOptions["storageState"], undefined>;

/** People of one server, signed in once for all tests of a file. */
export interface Crew {
  server: TestServer;
  token: string;
  signedIn: Record<"ada" | "ben" | "eve" | "cleo", SignedIn>;
}

const ROLES = { ada: "editor", eve: "editor", ben: "annotator", cleo: "reader" } as const satisfies Record<
  string,
  Role
>;

export async function gatherCrew(browser: Browser, server: TestServer): Promise<Crew> {
  const join = async (name: keyof typeof ROLES): Promise<SignedIn> => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await signIn(page, server, await makeAccount(server, ROLES[name], name));
    const state = await context.storageState();
    await context.close();
    return state;
  };
  const [token, ada, ben, eve, cleo] = await Promise.all([
    ownersToken(server),
    join("ada"),
    join("ben"),
    join("eve"),
    join("cleo"),
  ]);
  return { server, token, signedIn: { ada, ben, eve, cleo } };
}

/** Words in brackets with some text around them; or what became of a passage that has no sure place any more. */
export type Expected = string | { detached: string } | { uncertain: string; shown: string | null };

export interface Scene {
  crew: Crew;
  address: string;
  bulletinId: string;
  /** An editor. */
  ada: Page;
  /** An annotator, or another editor. */
  ben: Page;
  /** A reader, who opens the bulletin anew. */
  cleo: Page;
  /** Ids of the annotations by their names in the test. */
  ids: Map<string, string>;
  /** The words that were annotated. */
  words: Map<string, string>;
  seen: Map<string, Set<string>>[];
}

export interface SceneOptions {
  html?: string;
  passages?: Record<string, string>;
  /** Whose the second screen is. */
  second?: "ben" | "eve";
}

export async function openScene(
  crew: Crew,
  newScreen: (options?: BrowserContextOptions) => Promise<Page>,
  { html = HTML, passages = PASSAGES, second = "ben" }: SceneOptions = {},
): Promise<Scene> {
  const { server, token, signedIn } = crew;
  const body = JSON.stringify({ title: "The strait", text: html, format: "html" });
  const { id } = await api<{ id: string }>(server, token, "/bulletins", { method: "POST", body });
  const seen: Map<string, Set<string>>[] = [];
  const screen = async (name: keyof Crew["signedIn"]): Promise<Page> => {
    const page = await newScreen({ storageState: signedIn[name] });
    seen.push(await watchPassages(page));
    return page;
  };
  const [ada, ben, cleo] = [await screen("ada"), await screen(second), await screen("cleo")];
  await ada.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const address = `${server.url}/b/${id}`;
  const scene: Scene = { crew, address, bulletinId: id, ada, ben, cleo, ids: new Map(), words: new Map(), seen };
  for (const [name, words] of Object.entries(passages)) await annotate(scene, name, words);
  await Promise.all([open(ada, address), open(ben, address)]);
  return scene;
}

/** As a program does, which is quicker than people. */
export async function annotate(scene: Scene, name: string, exact: string): Promise<void> {
  const { crew, bulletinId } = scene;
  const target = { selector: { type: "TextQuoteSelector", exact } };
  const body = JSON.stringify({ type: "Annotation", motivation: "highlighting", target });
  const path = `/bulletins/${bulletinId}/annotations`;
  const { id } = await api<{ id: string }>(crew.server, crew.token, path, { method: "POST", body });
  scene.ids.set(name, id.replace("urn:uuid:", ""));
  scene.words.set(name, exact);
}

/** The whole text with the passage in brackets, block by block, as screens are read. */
function bracketed(text: string, start: number, end: number): string {
  const words = `[${text.slice(start, end).replaceAll(/[\n\t]+/g, "]$&[")}]`.replaceAll("[]", "");
  return text.slice(0, start) + words + text.slice(end);
}

const utf16 = (text: string, codePoints: number): number => [...text].slice(0, codePoints).join("").length;

/** By name, what the API says: a place in the text as brackets, else state and quote. */
async function byApi({ crew, bulletinId, ids }: Scene): Promise<Record<string, string>> {
  const { server, token } = crew;
  const path = `/bulletins/${bulletinId}`;
  const { items } = await api<{ items: W3cAnnotation[] }>(server, token, `${path}/annotations`);
  const headers = { authorization: `Bearer ${token}` };
  const text = await (await fetch(`${server.url}/api/v1${path}/text`, { headers })).text();
  const found = new Map(items.map((item) => [item.id.replace("urn:uuid:", ""), item]));
  return Object.fromEntries([...ids].map(([name, id]) => [name, readItem(found.get(id), text)]));
}

function readItem(item: W3cAnnotation | undefined, text: string): string {
  const state: Anchor["state"] | undefined = item?.["glossa:state"];
  const quote = item?.target.selector?.find((one) => one.type === "TextQuoteSelector");
  const place = item?.target.selector?.find((one) => one.type === "TextPositionSelector");
  if (!state || !quote) return "not there";
  if (!place) return `${state}: ${quote.exact}`;
  const range = { start: utf16(text, place.start), end: utf16(text, place.end) };
  const now = quoteOf(text, range);
  const drawn = bracketed(text, range.start, range.end);
  // Once the text is quiet, words and context are taken over: then the server has looked at it for the last time.
  const isSettled = now.quote === quote.exact && now.prefix === quote.prefix && now.suffix === quote.suffix;
  return isSettled ? drawn : `${state}, but held as (${quote.prefix}) ${quote.exact} (${quote.suffix}): ${drawn}`;
}

/** By name, what stands on a screen. */
async function onScreen(page: Page, { ids }: Scene): Promise<Record<string, string>> {
  const drawn = await drawnPassages(page);
  return Object.fromEntries([...ids].map(([name, id]) => [name, drawn[id] ?? "no highlight"]));
}

/** What is expected where the actual text holds it, so that a difference shows what stands there instead. */
const compared = (actual: Record<string, string>, expected: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(expected).map(([name, wanted]) => {
      const found = actual[name] ?? "";
      return [name, found.includes(wanted) ? wanted : found];
    }),
  );

/**
 * The API, both screens and a fresh load agree that these passages are there. Those that are not named have to be where
 * everybody says that they are.
 */
export async function expectPassages(scene: Scene, expected: Record<string, Expected>): Promise<void> {
  const { ada, ben, cleo } = scene;
  const wanted = Object.fromEntries(Object.entries(expected).map(([name, one]) => [name, inApi(one)]));
  await expect.poll(async () => compared(await byApi(scene), wanted), { message: "by the API" }).toEqual(wanted);
  const whole = await byApi(scene);
  const drawn = Object.fromEntries(
    Object.entries(whole).flatMap(([name, place]) => {
      const look = onPage(expected[name], place);
      return look === null ? [] : [[name, look]];
    }),
  );
  const looks = async (page: Page, message: string): Promise<void> => {
    await expect.poll(async () => compared(await onScreen(page, scene), drawn), { message }).toEqual(drawn);
    for (const [name, one] of Object.entries(expected))
      if (typeof one !== "string") await looksLost(page, scene, name, one);
  };
  await looks(ada, "on the editor's screen");
  await looks(ben, "on the other screen");
  await cleo.goto(scene.address);
  await expect(cleo.locator("[data-text-ready]")).toBeVisible();
  await looks(cleo, "on a fresh load");
}

function inApi(expected: Expected): string {
  if (typeof expected === "string") return expected;
  return "detached" in expected ? `detached: ${expected.detached}` : `uncertain: ${expected.uncertain}`;
}

/** Null where the API does not say what is to be seen: an uncertain passage that the test did not name. */
function onPage(expected: Expected | undefined, place: string): string | null {
  if (typeof expected === "object") return ("shown" in expected ? expected.shown : null) ?? "no highlight";
  if (place.startsWith("detached: ")) return "no highlight";
  return place.startsWith("uncertain: ") ? null : place;
}

/** Its card says what it was about. */
async function looksLost(page: Page, { ids }: Scene, name: string, expected: Exclude<Expected, string>): Promise<void> {
  const card = page.locator(`[data-card="${ids.get(name)}"]`);
  const isDetached = "detached" in expected;
  const section = margin(page).getByRole("button", { name: isDetached ? /^Detached/ : /^Uncertain/ });
  await expect(card.or(section).first()).toBeVisible();
  if (!(await card.isVisible())) await section.click();
  await expect(card).toContainText(isDetached ? expected.detached : expected.uncertain);
}

/**
 * In no frame of any screen has a highlight been on other words than its own. `typed` is what was written within passages;
 * those whose words were meant to change are left out.
 */
export function expectNeverElsewhere(scene: Scene, { typed = /Z/g, except = [] as readonly string[] } = {}): void {
  const wrong: string[] = [];
  for (const [name, id] of scene.ids) {
    if (except.includes(name)) continue;
    const own = (scene.words.get(name) ?? "").replaceAll(/\s/g, "");
    const seen = new Set(scene.seen.flatMap((screen) => [...(screen.get(id) ?? [])]));
    for (const words of seen) if (!own.includes(words.replaceAll(typed, ""))) wrong.push(`${name} was on “${words}”`);
  }
  expect(wrong).toEqual([]);
}
