import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { CLOSE } from "../../domain/protocol/protocol.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import { MemoryLog } from "../../tests/support/memory-log.ts";
import { TestSocket } from "../../tests/support/test-socket.ts";
import { TextClient } from "../../tests/support/text-client.ts";
import { paragraph } from "../../tests/support/text-edits.ts";
import { Hub } from "./hub.ts";
import { HeadMoved, NoSuchDocument } from "./log.ts";
import type { Room } from "./room.ts";
import { documentOf } from "./stored-state.ts";

const TEXT = "b/text";
const NOTES = "b/annotations";
const SEED = seedUpdate({ type: "doc", content: [paragraph("one two three")] });

let log: MemoryLog;
let hub: Hub;

beforeEach(() => {
  log = new MemoryLog(TEXT, NOTES);
  log.write({ documentId: TEXT, entries: [{ bytes: SEED, userId: null }], expectedSeq: 0, projection: null });
  log.batches.length = 0;
  hub = new Hub({
    log,
    logger: pino({ level: "silent" }),
    onLoaded: () => {},
    onUnloaded: () => {},
    onCommitted: () => {},
  });
});
afterEach(() => hub.stop());

/** Settles when all that came before it is stored; also when the room fails, for its sockets then know. */
const settled = (room: Room): Promise<unknown> => room.read(() => null).catch(() => null);
const textOf = (doc: Y.Doc): string => readTextMap(doc).text;

function typed(words: string, clientId = 100): Uint8Array {
  const client = new TextClient(clientId, SEED);
  client.edit({ do: "type", at: 0, text: words });
  const [update] = client.outbox;
  if (!update) throw new Error("Nothing was typed.");
  return update;
}

/** A decision as commands make them. */
const note = (key: string) => (doc: Y.Doc) => {
  const known = doc.getMap("annotations").has(key);
  doc.getMap("annotations").set(key, 1);
  return { value: known ? "again" : "new", projection: { annotations: { bulletinId: "b", changed: [] } } };
};

describe("durable before visible", () => {
  it("shows an update to nobody before it is stored, not even to one who joins", async () => {
    const room = await hub.room(TEXT);
    const writer = new TestSocket(room);
    const reader = new TestSocket(room, { user: "u2", role: "reader" });
    writer.hello();
    log.hold();
    writer.update(typed("NEW "));
    writer.marker(1);
    await log.whenBegun(1);
    const joiner = new TestSocket(room, { user: "u3", role: "reader" });
    joiner.askState();
    const reading = room.read((doc) => textOf(doc));
    await new Promise((resolve) => setImmediate(resolve));
    expect(writer.heard).toEqual([]);
    expect(reader.heard).toEqual([]);
    expect(joiner.heard).toEqual([]);

    log.release();
    expect(await reading).toBe("NEW one two three");
    expect(reader.heard).toEqual(["update"]);
    expect(writer.heard).toEqual(["saved 1"]);
    expect(joiner.heard).toContain("step2");
    expect(textOf(joiner.doc)).toBe("NEW one two three");
    expect(textOf(documentOf(await log.load(TEXT)))).toBe("NEW one two three");
  });

  it("when an append fails, drops the document, tells the sockets to come back, and says saved to nobody", async () => {
    const room = await hub.room(TEXT);
    const writer = new TestSocket(room);
    const reader = new TestSocket(room, { user: "u2", role: "reader" });
    writer.hello();
    log.failNext();
    writer.update(typed("LOST "));
    writer.marker(1);
    await expect(room.read(() => null)).rejects.toThrow("The disk is full.");
    expect(writer).toMatchObject({ heard: [], closed: CLOSE.notStored.code });
    expect(reader).toMatchObject({ heard: [], closed: CLOSE.notStored.code });
    const fresh = await hub.room(TEXT);
    expect(fresh).not.toBe(room);
    expect(textOf(fresh.doc)).toBe("one two three");
  });

  it("when an append fails, rejects the commands that it held and those that wait behind it", async () => {
    const room = await hub.room(NOTES);
    log.hold();
    log.failNext();
    const first = room.change("u1", note("a"));
    await log.whenBegun(1);
    const second = room.change("u2", note("b"));
    log.release();
    await expect(first).rejects.toThrow("The disk is full.");
    await expect(second).rejects.toThrow("The disk is full.");
    await expect(room.change("u1", note("c"))).rejects.toThrow();
    expect(log.batches).toHaveLength(0);
  });

  it("stores what arrives during a commit in one next append, in order, by writer", async () => {
    const room = await hub.room(TEXT);
    const [one, two] = [new TestSocket(room), new TestSocket(room, { user: "u2" })];
    log.hold();
    one.update(typed("a", 100));
    await log.whenBegun(1);
    one.update(typed("b", 101));
    one.update(typed("c", 102));
    two.update(typed("d", 103));
    one.update(typed("e", 104));
    log.release();
    await settled(room);
    expect(log.batches.map(({ entries }) => entries.map(({ userId }) => userId))).toEqual([["u1"], ["u1", "u2", "u1"]]);
    expect(room.seq).toBe(log.head(TEXT));
    expect(textOf(documentOf(await log.load(TEXT)))).toBe(textOf(room.doc));
    expect(textOf(one.doc) === textOf(room.doc) || one.heard.length === 1).toBe(true);
  });
});

describe("refusals", () => {
  it("change nothing, reach the sender alone, and come before the marker's answer", async () => {
    const room = await hub.room(TEXT);
    const reader = new TestSocket(room, { role: "reader" });
    const other = new TestSocket(room, { user: "u2" });
    reader.hello();
    reader.update(typed("NO "));
    reader.marker(1);
    reader.update(typed("NO ", 200));
    reader.marker(2);
    await settled(room);
    expect(reader.heard).toEqual(["refused forbidden", "refused forbidden", "saved 1", "saved 2"]);
    expect(other.heard).toEqual([]);
    expect(log.begun).toBe(0);
    expect(textOf(room.doc)).toBe("one two three");
  });

  it("are for gaps and misshapen text; what is right beside them is stored", async () => {
    const room = await hub.room(TEXT);
    const socket = new TestSocket(room);
    socket.hello();
    const client = new TextClient(100, SEED);
    client.edit({ do: "type", at: 0, text: "A" });
    client.edit({ do: "type", at: 0.9, text: "B" });
    const [first, second] = client.outbox;
    const broken = new Y.Doc();
    broken.getMap("other").set("a", 1);
    if (!first || !second) throw new Error("Nothing was typed.");
    socket.update(second);
    socket.update(Y.encodeStateAsUpdate(broken));
    socket.update(first);
    socket.marker(1);
    await settled(room);
    expect(socket.heard).toEqual(["refused gap", "refused invalid-structure", "saved 1"]);
    expect(textOf(room.doc)).toBe("Aone two three");
  });

  it("are for another's client id", async () => {
    const room = await hub.room(TEXT);
    const [one, two] = [new TestSocket(room), new TestSocket(room, { user: "u2" })];
    two.hello();
    one.update(typed("mine "));
    await settled(room);
    const thief = new TextClient(100, Y.encodeStateAsUpdate(room.doc));
    thief.doc.clientID = 100;
    thief.edit({ do: "type", at: 0.5, text: "X" });
    for (const update of thief.outbox) two.update(update);
    await settled(room);
    expect(two.heard).toContain("refused client-id-taken");
    // In a tab of one's own it is no theft.
    const tab = new TestSocket(room);
    tab.hello();
    for (const update of thief.outbox) tab.update(update);
    await settled(room);
    expect(tab.heard.filter((word) => word.startsWith("refused"))).toEqual([]);
  });

  it("of bytes that are no update end the connection", async () => {
    const room = await hub.room(TEXT);
    const [one, two] = [new TestSocket(room), new TestSocket(room, { user: "u2" })];
    one.update(new Uint8Array([9, 9, 9]));
    await settled(room);
    expect(one.closed).toBe(CLOSE.malformed.code);
    expect(two.closed).toBeNull();
  });

  it("are for every update of the annotations, and none for an empty step 2", async () => {
    const room = await hub.room(NOTES);
    const socket = new TestSocket(room, { role: "owner" });
    socket.hello();
    const doc = new Y.Doc();
    socket.update(Y.encodeStateAsUpdate(doc));
    doc.getMap("annotations").set("a", 1);
    socket.update(Y.encodeStateAsUpdate(doc));
    await settled(room);
    expect(socket.heard).toEqual(["refused forbidden"]);
    expect(log.begun).toBe(0);
  });
});

describe("what Yjs tidies up by itself", () => {
  it("is stored and shown too, and a reader who sends it is no writer", async () => {
    const room = await hub.room(TEXT);
    const [one, two] = [new TestSocket(room), new TestSocket(room, { user: "u2" })];
    const reader = new TestSocket(room, { user: "u3", role: "reader" });
    reader.hello();
    const bold = new TextClient(100, SEED);
    bold.edit({ do: "bold", from: 0.3, to: 0.5 });
    const cut = new TextClient(200, SEED);
    cut.edit({ do: "delete", from: 0.2, to: 0.7 });
    for (const update of bold.outbox) one.update(update);
    await settled(room);
    for (const update of cut.outbox) two.update(update);
    await settled(room);
    const stored = documentOf(await log.load(TEXT));
    expect(Y.encodeStateAsUpdate(stored)).toEqual(Y.encodeStateAsUpdate(room.doc));

    reader.update(Y.encodeStateAsUpdate(bold.doc));
    const mirror = new TextClient(300, Y.encodeStateAsUpdate(room.doc));
    bold.receive(Y.encodeStateAsUpdate(room.doc));
    for (const update of [...bold.outbox, ...mirror.outbox]) reader.update(update);
    reader.marker(1);
    await settled(room);
    expect(reader.heard.filter((word) => word.startsWith("refused"))).toEqual([]);
  });
});

describe("decisions", () => {
  it("that throw reject alone", async () => {
    const room = await hub.room(NOTES);
    const all = await Promise.allSettled([
      room.change("u1", note("a")),
      room.change("u1", () => {
        throw new Error("No.");
      }),
      room.change("u1", note("b")),
    ]);
    expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(log.batches).toHaveLength(1);
    expect([...room.doc.getMap("annotations").keys()].sort()).toEqual(["a", "b"]);
  });

  it("that throw after a change cost the room, and nothing of them is stored or shown", async () => {
    const room = await hub.room(NOTES);
    const socket = new TestSocket(room);
    const half = room.change("u1", (doc) => {
      doc.getMap("annotations").set("half", 1);
      throw new Error("Half done.");
    });
    await expect(half).rejects.toThrow("Half done.");
    expect(socket).toMatchObject({ heard: [], closed: CLOSE.notStored.code });
    expect((await hub.room(NOTES)).doc.getMap("annotations").size).toBe(0);
  });

  it("that change nothing store nothing", async () => {
    const room = await hub.room(NOTES);
    const value = await room.change("u1", () => ({
      value: 7,
      projection: { receipts: [{ userId: "u1", key: "k", answer: 1 }] },
    }));
    expect(value).toBe(7);
    expect(log.begun).toBe(0);
  });

  it("are made again on what another process wrote first", async () => {
    await hub.room(NOTES);
    const other = new Y.Doc();
    other.getMap("annotations").set("a", "theirs");
    log.write({
      documentId: NOTES,
      entries: [{ bytes: Y.encodeStateAsUpdate(other), userId: "u9" }],
      expectedSeq: null,
      projection: null,
    });
    const socket = new TestSocket(await hub.room(NOTES));
    expect(await hub.with(NOTES, (room) => room.change("u1", note("a")))).toBe("again");
    expect(socket.closed).toBe(CLOSE.notStored.code);
    expect(log.loads).toBe(2);
  });

  it("give up when another always writes first", async () => {
    let tries = 0;
    const use = (): Promise<never> => {
      tries++;
      return Promise.reject(new HeadMoved(NOTES));
    };
    await expect(hub.with(NOTES, use)).rejects.toBeInstanceOf(HeadMoved);
    expect(tries).toBeGreaterThan(5);
    await expect(hub.with(NOTES, () => Promise.reject(new Error("Mine.")))).rejects.toThrow("Mine.");
  });

  it("on a text that another process wrote to come back to a fresh load", async () => {
    const room = await hub.room(TEXT);
    const socket = new TestSocket(room);
    log.write({
      documentId: TEXT,
      entries: [{ bytes: typed("theirs ", 500), userId: "u9" }],
      expectedSeq: null,
      projection: null,
    });
    socket.update(typed("mine ", 100));
    await settled(room);
    expect(socket.closed).toBe(CLOSE.notStored.code);
    const text = textOf((await hub.room(TEXT)).doc);
    expect(text).toContain("mine ");
    expect(text).toContain("theirs ");
  });
});

describe("the hub", () => {
  it("loads a document once, however many ask", async () => {
    const [one, two] = await Promise.all([hub.room(TEXT), hub.room(TEXT)]);
    expect(one).toBe(two);
    expect(log.loads).toBe(1);
  });

  it("says so when there is none, each time, and begins private ones empty", async () => {
    await expect(hub.room("none/text")).rejects.toBeInstanceOf(NoSuchDocument);
    await expect(hub.room("none/text")).rejects.toBeInstanceOf(NoSuchDocument);
    expect((await hub.roomOrNew("b/private/u1")).seq).toBe(0);
  });

  it("goes on when what follows a commit fails", async () => {
    const room = await hub.room(TEXT);
    room.afterCommit(() => {
      throw new Error("A socket broke.");
    });
    expect(await room.read(() => "still here")).toBe("still here");
  });
});
