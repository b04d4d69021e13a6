/** The client against a server of a few lines: what it sends, in which order, and what it says of it. */

import "fake-indexeddb/auto";
import * as encoding from "lib0/encoding";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket as Socket } from "ws";
import * as Y from "yjs";
import { MESSAGE } from "../../domain/protocol/protocol.ts";
import { readTextMap, textFragment } from "../../domain/ydoc/text-map.ts";
import { RoomServer } from "../../tests/support/room-server.ts";
import { proposeAnchor } from "../editor/selection-anchor.ts";
import { KeptDatabase } from "./kept-database.ts";
import { SessionStore } from "./session-store.ts";
import { newId } from "./uuid.ts";

const me = { id: "anna", name: "Anna", role: "editor" as const };

let server: RoomServer;
let store: SessionStore;
let bulletinId: string;
const pages: SessionStore[] = [];

const state = () => store.snapshot();
const until = <T>(read: () => T) => vi.waitFor(read, { timeout: 5000, interval: 5 });
const becomes = (saved: string, page = store) => until(() => expect(page.snapshot().saved.state).toBe(saved));
const tell = (event: "offline" | "online" | "pagehide") => window.dispatchEvent(new Event(event));
const sentText = (from: number) => server.received.slice(from).filter(({ room }) => room === "text");

function textOf(doc: Y.Doc): Y.XmlText {
  const paragraph = textFragment(doc).get(0);
  const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null;
  if (!(text instanceof Y.XmlText)) throw new Error("The text is loaded.");
  return text;
}

function type(words: string, page = store): void {
  const text = textOf(page.snapshot().text.doc);
  text.insert(text.length, words);
}

/** Of words in the text, or of the whole bulletin. */
function annotate(quote: string | null = null, page = store) {
  const map = readTextMap(page.snapshot().text.doc);
  const start = quote === null ? -1 : map.text.indexOf(quote);
  const anchor = quote === null ? null : proposeAnchor(map, { start, end: start + quote.length });
  const annotation = newId();
  const command = {
    name: "create-annotation",
    annotation,
    kind: "highlight",
    anchor,
    comment: null,
    tags: [],
  } as const;
  return page.snapshot().send({ ...command, tags: [] });
}

const reply = (annotation: string, text: string, page = store) =>
  page.snapshot().send({ name: "add-comment", annotation, comment: newId(), text });

function open(): SessionStore {
  const page = new SessionStore({ bulletinId, workspaceId: "workspace", me });
  page.open();
  pages.push(page);
  return page;
}

/** What was just typed is on the disk: the sign counts it, and says so. */
const untilKept = (page = store) =>
  until(() => {
    const { saved } = page.snapshot();
    expect(saved).toMatchObject({ state: "offline", kept: "kept" });
    expect(saved.state === "offline" && saved.waiting).toBeGreaterThan(0);
  });

/** The person closes the tab, and the browser drops its connections. */
function closeTab(page = store): Promise<void> {
  tell("pagehide");
  return page.close();
}

beforeEach(async () => {
  server = new RoomServer("Some words", me);
  bulletinId = newId();
  vi.stubGlobal("location", { origin: server.origin });
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("requestAnimationFrame", (work: () => void) => setTimeout(work, 1));
  vi.stubGlobal("cancelAnimationFrame", (timer: number) => clearTimeout(timer));
  store = open();
  await becomes("saved");
});

afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
  server.close();
  vi.unstubAllGlobals();
});

it("says hello first, and loads the text", () => {
  const first = server.received.find(({ room }) => room === "text");
  expect(first?.kind).toBe(MESSAGE.hello);
  expect(state().text.plain).toBe("Some words");
});

it("says saved only after the marker behind the update is acknowledged", async () => {
  server.answersMarkers = false;
  type(" more");
  await becomes("saving");
  await until(() => expect(server.received.at(-1)?.kind).toBe(MESSAGE.marker));
  expect(server.received.at(-2)).toMatchObject({ kind: MESSAGE.sync, step: 2 });
  expect(state().saved).toEqual({ state: "saving" });
  server.send("text", MESSAGE.saved, (encoder) => encoding.writeVarUint(encoder, 1));
  await becomes("saved");
  expect(server.words).toBe("Some words more");
});

it("names in a command the text that it was made on", async () => {
  type(" more");
  expect(await annotate("more")).toEqual({ ok: true });
  expect(server.commands[0]?.textMarker).toMatchObject({ n: 1 });
  await becomes("saved");
});

it("sends what was typed without connection before what is typed while it opens, so that there is no gap", async () => {
  tell("offline");
  await becomes("offline");
  type(" one");
  void annotate();
  expect(state().saved).toMatchObject({ state: "offline", waiting: 2 });
  const before = server.received.length;
  server.hold();
  tell("online");
  await until(() => expect(sentText(before)).toContainEqual({ room: "text", kind: MESSAGE.sync, step: 0 }));
  type(" two");
  server.release();
  await becomes("saved");
  expect(server.words).toBe("Some words one two");
  expect(sentText(before).filter(({ kind }) => kind !== MESSAGE.hello)).toEqual([
    { room: "text", kind: MESSAGE.sync, step: 0 },
    { room: "text", kind: MESSAGE.sync, step: 1 },
    { room: "text", kind: MESSAGE.marker, step: null },
  ]);
});

it("drops its copy after a refusal, keeps the words, and goes on", async () => {
  const before = state().text.doc;
  server.refusesText = true;
  type(" mine");
  await until(() => expect(state().text.doc).not.toBe(before));
  expect(state().text.plain).toBe("Some words");
  expect(state().refused).toMatchObject([{ refusal: { code: "forbidden" }, words: "mine" }]);
  await becomes("saved");
  type(" again");
  await until(() => expect(server.words).toBe("Some words again"));
  await becomes("saved");
});

it("gives the reason of a final close", async () => {
  server.drop("annotations", 4401);
  await until(() => expect(state().saved).toMatchObject({ state: "closed", next: "sign-in" }));
});

it("keeps its snapshot when nothing that is drawn changed", async () => {
  const before = state();
  server.send("text", MESSAGE.awareness, (encoder) => encoding.writeVarUint8Array(encoder, new Uint8Array([0])));
  server.send("text", MESSAGE.saved, (encoder) => encoding.writeVarUint(encoder, 0));
  server.send("annotations", MESSAGE.notice, (encoder) =>
    encoding.writeVarString(encoder, JSON.stringify({ type: "role", role: "editor" })),
  );
  expect(await annotate()).toEqual({ ok: true });
  await becomes("saved");
  expect(state().text).toBe(before.text);
  expect(state().annotations).toHaveLength(1);
});

/** What another copy of the text wrote, kept in the browser as by a page that crashed; `kept`: which of the updates. */
async function leftBehind(words: string[], kept: number[]): Promise<KeptDatabase> {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(server.doc("text")));
  const updates: Uint8Array[] = [];
  copy.on("update", (update: Uint8Array) => updates.push(update));
  for (const word of words) textOf(copy).insert(textOf(copy).length, word);
  const database = new KeptDatabase(me.id, bulletinId);
  for (const index of kept) {
    const update = updates[index] ?? new Uint8Array();
    await database.run((db) => db.put("text", { replica: "gone", n: index + 1, update }));
  }
  return database;
}

describe("over a closed tab", () => {
  it("keeps text that was typed offline, and hands it in when the bulletin is opened again", async () => {
    tell("offline");
    type(" typed");
    type(" offline");
    await untilKept();
    await closeTab();
    server.hold();
    const before = server.received.length;
    store = open();
    await until(() => expect(sentText(before)).not.toEqual([]));
    server.drop();
    // It owns up to it before it is loaded.
    await until(() => expect(state().saved).toEqual({ state: "offline", waiting: 1, kept: "kept" }));
    server.release();
    await becomes("saved");
    expect(server.words).toBe("Some words typed offline");
    expect(state().text.plain).toBe("Some words typed offline");
    await closeTab();
    const later = server.received.length;
    store = open();
    await becomes("saved");
    expect(sentText(later).map(({ kind }) => kind)).not.toContain(MESSAGE.marker);
  });

  it("never says saved between opening and the acknowledgement of what an earlier page typed", async () => {
    tell("offline");
    type(" typed");
    await untilKept();
    await closeTab();
    server.answersMarkers = false;
    store = open();
    const said: string[] = [];
    store.subscribe(() => said.push(state().saved.state));
    await until(() => expect(server.words).toBe("Some words typed"));
    await becomes("saving");
    expect(said).not.toContain("saved");
    server.answersMarkers = true;
    server.send("text", MESSAGE.saved, (encoder) => encoding.writeVarUint(encoder, 1));
    await becomes("saved");
  });

  it("keeps it until it is acknowledged, however often it was sent in vain", async () => {
    tell("offline");
    type(" typed");
    await untilKept();
    await closeTab();
    server.losesText = true;
    for (const attempt of [1, 2]) {
      const before = server.received.length;
      store = open();
      await until(() => expect(sentText(before)).toContainEqual({ room: "text", kind: MESSAGE.marker, step: null }));
      expect(server.words, `attempt ${attempt}`).toBe("Some words");
      await closeTab();
    }
    server.losesText = false;
    store = open();
    await becomes("saved");
    expect(server.words).toBe("Some words typed");
  });

  it("sends commands on such text only when it has arrived, promptly and once", async () => {
    tell("offline");
    type(" typed offline");
    const first = annotate("typed offline");
    await untilKept();
    await closeTab();
    void first;
    store = open();
    await becomes("saved");
    expect(server.commands).toMatchObject([{ textMarker: null }]);
    expect(server.carriedOut).toHaveLength(1);
    expect(state().refused).toEqual([]);
    expect(state().annotations).toHaveLength(1);
  });

  it("sends a command again, with the same key, when its answer was lost", async () => {
    server.answersCommands = false;
    type(" more");
    void annotate("more");
    await until(() => expect(server.commands).toHaveLength(1));
    await closeTab();
    server.answersCommands = true;
    store = open();
    await until(() => expect(server.commands).toHaveLength(2));
    expect(server.commands[1]).toMatchObject({ key: server.commands[0]?.key, textMarker: null });
    await becomes("saved");
  });

  it("leaves out what builds on text that never arrived, and keeps its words for the person", async () => {
    await closeTab();
    const database = await leftBehind([" lost", " found"], [1]);
    store = open();
    const refused = [{ refusal: { code: "gap" }, words: "found", command: null }];
    await until(() => expect(state().refused).toMatchObject(refused));
    await becomes("saved");
    type(" and on");
    await until(() => expect(server.words).toBe("Some words and on"));
    await becomes("saved");
    await closeTab();
    expect((await database.readAll([])).text).toEqual([]);
  });

  it("keeps the words, in the order of the text, when the role is gone", async () => {
    tell("offline");
    type(" end");
    textOf(state().text.doc).insert(0, "Start ");
    await untilKept();
    await closeTab();
    server.takesText = false;
    store = open();
    await until(() => expect(state().refused).toHaveLength(1));
    expect(state().refused).toMatchObject([{ refusal: { code: "forbidden" }, words: "Start … end" }]);
    await becomes("saved");
    expect(state().text.plain).toBe("Some words");
    await closeTab();
    server.takesText = true;
    store = open();
    await becomes("saved");
    expect(server.words).toBe("Some words");
    expect(state().refused).toMatchObject([{ words: "Start … end" }]);
  });

  it("does not come back for ever with what the server can't read", async () => {
    tell("offline");
    type(" poison");
    await untilKept();
    server.closesText = 4400;
    tell("online");
    await until(() => expect(state().refused).toMatchObject([{ refusal: { code: "unreadable" }, words: "poison" }]));
    await becomes("saved");
    expect(state().text.plain).toBe("Some words");
  });
});

it("tells an editor whose role went while offline, instead of saving for ever, and takes the tools away", async () => {
  tell("offline");
  type(" mine");
  await untilKept();
  server.takesText = false;
  tell("online");
  await until(() => expect(state().refused).toMatchObject([{ refusal: { code: "forbidden" }, words: "mine" }]));
  await becomes("saved");
  expect(state().me.role).toBe("annotator");
  server.takesText = true;
  server.drop();
  await until(() => expect(state().me.role).toBe("editor"));
});

describe("leaving the page", () => {
  const mayLeave = () => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return !event.defaultPrevented;
  };

  it("is held up until what is unsaved is kept, and no longer", async () => {
    tell("offline");
    await becomes("offline");
    expect(mayLeave()).toBe(true);
    type(" typed");
    void annotate();
    expect(mayLeave()).toBe(false);
    await untilKept();
    expect(mayLeave()).toBe(true);
  });

  it("is held up for as long as the browser can't keep it", async () => {
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("no room", "QuotaExceededError");
    });
    tell("offline");
    type(" typed");
    void annotate("typed");
    await until(() => expect(state().saved).toEqual({ state: "offline", waiting: 2, kept: "only-here" }));
    expect(mayLeave()).toBe(false);
    put.mockRestore();
    type(" on");
    await untilKept();
    expect(mayLeave()).toBe(true);
    tell("online");
    await becomes("saved");
    expect(server.words).toBe("Some words typed on");
  });
});

it("takes nothing for settled because the storage can't be read", async () => {
  tell("offline");
  type(" typed");
  void annotate("typed");
  await untilKept();
  const getAll = vi.spyOn(IDBObjectStore.prototype, "getAll").mockImplementation(() => {
    throw new DOMException("gone", "UnknownError");
  });
  tell("online");
  await until(() => expect(getAll).toHaveBeenCalled());
  await becomes("saved");
  expect(server.carriedOut).toHaveLength(1);
  getAll.mockRestore();
});

describe("two tabs of one person", () => {
  it("show each other's commands while offline, and send them once", async () => {
    const other = open();
    await becomes("saved", other);
    tell("offline");
    void annotate(null, store);
    await until(() => expect(other.snapshot().annotations).toHaveLength(1));
    const [made] = other.snapshot().annotations;
    void reply(made?.annotation.id ?? "", "from the other tab", other);
    await until(() => expect(state().annotations[0]?.annotation.comments).toHaveLength(1));
    expect(state().saved).toMatchObject({ waiting: 2 });
    tell("online");
    for (const page of [store, other]) await becomes("saved", page);
    expect(server.carriedOut).toHaveLength(2);
    for (const page of [store, other]) {
      expect(page.snapshot().annotations).toHaveLength(1);
      expect(page.snapshot().annotations[0]?.annotation.comments).toHaveLength(1);
      expect(page.snapshot().refused).toEqual([]);
    }
  });

  it("hand in, when there is a connection again, what one that crashed left behind", async () => {
    tell("offline");
    await becomes("offline");
    const database = await leftBehind([" from", " the crash"], [0, 1]);
    tell("online");
    await until(() => expect(server.words).toBe("Some words from the crash"));
    await becomes("saved");
    expect((await database.readAll([])).text).toEqual([]);
  });

  it("hand in for each other what a closed one left behind", async () => {
    const other = open();
    await becomes("saved", other);
    tell("offline");
    type(" from the closed tab", store);
    void annotate("closed tab", store);
    type(" here", other);
    await untilKept(store);
    await closeTab(store);
    tell("online");
    store = other;
    await until(() => expect(server.carriedOut).toHaveLength(1));
    await becomes("saved");
    expect(server.words.match(/from the closed tab/g)).toHaveLength(1);
    expect(server.words.match(/ here/g)).toHaveLength(1);
    expect(state().refused).toEqual([]);
  });
});
