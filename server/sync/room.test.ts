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
import { NoSuchDocument } from "./log.ts";
import { NO_METRICS } from "./metrics.ts";
import { type Room, RoomClosed } from "./room.ts";
import { documentOf } from "./stored-state.ts";

const TEXT = "b/text";
const NOTES = "b/annotations";
const SEED = seedUpdate({ type: "doc", content: [paragraph("one two three")] });

let log: MemoryLog;
let hub: Hub;
let committed: { after: number; seq: number; update: Uint8Array | null }[];

beforeEach(() => {
  log = new MemoryLog(TEXT, NOTES);
  log.write({ documentId: TEXT, entries: [{ bytes: SEED, userId: null }], claims: [] });
  log.batches.length = 0;
  committed = [];
  hub = new Hub({
    log,
    logger: pino({ level: "silent" }),
    onLoaded: () => {},
    onUnloaded: () => {},
    onCommitted: (_, { after, seq, update }) => void committed.push({ after, seq, update }),
    metrics: NO_METRICS,
    isShared: true,
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

/** Two updates of one client. */
function typedApart(first: string, second: string): [Uint8Array, Uint8Array] {
  const client = new TextClient(100, SEED);
  for (const text of [first, second]) client.edit({ do: "type", at: 0, text });
  const [one, two] = client.outbox;
  if (!one || !two) throw new Error("Two edits make two updates.");
  return [one, two];
}

const by = (userId: string, key: string | null = null) => ({ userId, key: key === null ? null : { userId, key } });

/** A decision as commands make them. */
const note = (key: string) => (doc: Y.Doc) => {
  const known = doc.getMap("annotations").has(key);
  doc.getMap("annotations").set(key, 1);
  return { value: known ? "again" : "new", projection: { annotations: { bulletinId: "b", changed: [] } } };
};

describe("durable before visible", () => {
  it("shows an update to nobody before it is stored, not even to one who joins", async () => {
    const room = await hub.room(TEXT);
    const writer = await TestSocket.joined(room);
    const reader = await TestSocket.joined(room, { user: "u2", role: "reader" });
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
    const first = room.change(by("u1"), note("a"));
    await log.whenBegun(1);
    const second = room.change(by("u2"), note("b"));
    log.release();
    await expect(first).rejects.toThrow("The disk is full.");
    await expect(second).rejects.toThrow("The disk is full.");
    await expect(room.change(by("u1"), note("c"))).rejects.toThrow();
    expect(log.batches).toHaveLength(0);
  });

  it("sends no update to one who has not got the state that it builds on", async () => {
    const room = await hub.room(TEXT);
    const [one, two] = typedApart("ONE ", "TWO ");
    const [writer, back] = [new TestSocket(room), new TestSocket(room, { user: "u2" })];
    Y.applyUpdate(back.doc, SEED);
    writer.update(one);
    await settled(room);
    expect(back.heard).toEqual([]);
    back.askState();
    await settled(room);
    writer.update(two);
    await settled(room);
    expect(back.heard).toEqual(["step2", "update"]);
    expect(textOf(back.doc)).toBe(textOf(room.doc));
  });

  it("stores what arrives during a commit in one next append, in order, by writer", async () => {
    const room = await hub.room(TEXT);
    const [one, two] = [await TestSocket.joined(room), await TestSocket.joined(room, { user: "u2" })];
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
      room.change(by("u1"), note("a")),
      room.change(by("u1"), () => {
        throw new Error("No.");
      }),
      room.change(by("u1"), note("b")),
    ]);
    expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(log.batches).toHaveLength(1);
    expect([...room.doc.getMap("annotations").keys()].sort()).toEqual(["a", "b"]);
  });

  it("that throw after a change cost the room, and nothing of them is stored or shown", async () => {
    const room = await hub.room(NOTES);
    const socket = new TestSocket(room);
    const half = room.change(by("u1"), (doc) => {
      doc.getMap("annotations").set("half", 1);
      throw new Error("Half done.");
    });
    await expect(half).rejects.toThrow("Half done.");
    expect(socket).toMatchObject({ heard: [], closed: CLOSE.notStored.code });
    expect((await hub.room(NOTES)).doc.getMap("annotations").size).toBe(0);
  });

  it("that change nothing write no entry; the receipt of a command is kept", async () => {
    const room = await hub.room(NOTES);
    const idle = (isRepeated: boolean) => ({
      value: isRepeated,
      projection: { receipts: [{ userId: "u1", key: "k", answer: 1 }] },
    });
    const decide = (): Promise<boolean> => room.change(by("u1", "k"), (_, isRepeated) => idle(isRepeated));
    expect([await decide(), await decide()]).toEqual([false, true]);
    expect(log.head(NOTES)).toBe(0);
    expect(committed).toEqual([]);
  });

  it("know a command that was carried out before, by any node", async () => {
    const room = await hub.room(NOTES);
    const command = (key: string) =>
      room.change(by("u1", key), (doc, isRepeated) => {
        if (!isRepeated) doc.getArray("times").push([key]);
        return { value: isRepeated, projection: { receipts: [{ userId: "u1", key, answer: 1 }] } };
      });
    expect([await command("k1"), await command("k1"), await command("k2")]).toEqual([false, true, false]);
    expect(room.doc.getArray("times").toJSON()).toEqual(["k1", "k2"]);
  });
});

describe("with other nodes on the same log", () => {
  const theirs = (words: string): Uint8Array => typed(words, 500);
  const writeTheirs = (update: Uint8Array, documentId = TEXT): number =>
    log.write({ documentId, entries: [{ bytes: update, userId: "u9" }], claims: [{ client: 500, userId: "u9" }] });

  it("a decision is made on what they wrote, and shows it", async () => {
    const room = await hub.room(NOTES);
    const socket = await TestSocket.joined(room);
    const other = new Y.Doc();
    other.getMap("annotations").set("a", "theirs");
    writeTheirs(Y.encodeStateAsUpdate(other), NOTES);
    expect(await room.change(by("u1"), note("a"))).toBe("again");
    expect(socket.closed).toBeNull();
    expect(room.seq).toBe(log.head(NOTES));
    expect(socket.doc.getMap("annotations").get("a")).toBe(1);
  });

  it("a text takes in what they wrote before its own change, and tells each what it lacks", async () => {
    const room = await hub.room(TEXT);
    const [writer, reader] = [
      await TestSocket.joined(room),
      await TestSocket.joined(room, { user: "u2", role: "reader" }),
    ];
    writeTheirs(theirs("theirs "));
    writer.update(typed("mine ", 100));
    await settled(room);
    expect(room.seq).toBe(log.head(TEXT));
    expect(textOf(room.doc)).toContain("theirs ");
    expect(textOf(reader.doc)).toBe(textOf(room.doc));
    expect(textOf(writer.doc)).toContain("theirs ");
    expect(writer.closed).toBeNull();
    expect(committed).toEqual([{ after: 2, seq: 3, update: expect.any(Uint8Array) }]);
  });

  it("a hint that follows is taken as it is, one after a gap is repaired from the log, an old one changes nothing", async () => {
    const room = await hub.room(TEXT);
    const reader = await TestSocket.joined(room, { user: "u2", role: "reader" });
    const client = new TextClient(500, SEED);
    for (const text of ["a", "b", "c"]) client.edit({ do: "type", at: 0, text });
    const hints = client.outbox.map((update, index) => {
      const seq = writeTheirs(update);
      return { after: index + 1, seq, update, claims: [{ client: 500, userId: "u9" }] };
    });
    const [first, second, third] = hints;
    if (!first || !second || !third) throw new Error("Three edits make three updates.");
    room.hint(first);
    await settled(room);
    expect([log.repairs, room.seq]).toEqual([0, 2]);
    room.hint(third);
    await settled(room);
    expect([log.repairs, room.seq]).toEqual([1, 4]);
    room.hint(second);
    await settled(room);
    expect(log.repairs).toBe(1);
    expect(textOf(reader.doc)).toBe(textOf(client.doc));
    expect(textOf(room.doc)).toBe(textOf(client.doc));
  });

  it("what seems to leave a gap or to bear another's id is judged again with what they wrote", async () => {
    const room = await hub.room(TEXT);
    const client = new TextClient(500, SEED);
    client.edit({ do: "type", at: 0, text: "a" });
    client.edit({ do: "type", at: 0.9, text: "b" });
    const [first, second] = client.outbox;
    if (!first || !second) throw new Error("Two edits make two updates.");
    writeTheirs(first);
    const [owner, thief] = [new TestSocket(room, { user: "u9" }), new TestSocket(room)];
    for (const socket of [owner, thief]) socket.hello();
    thief.update(second);
    owner.update(second);
    await settled(room);
    expect(thief.heard).toContain("refused client-id-taken");
    expect(owner.heard.filter((word) => word.startsWith("refused"))).toEqual([]);
    expect(textOf(room.doc)).toBe(textOf(client.doc));
  });

  it("catching up reads what a snapshot took the place of", async () => {
    const room = await hub.room(TEXT);
    writeTheirs(theirs("theirs "));
    await log.compact(TEXT, 1);
    await room.catchUp();
    expect(textOf(room.doc)).toBe("theirs one two three");
    expect(room).toMatchObject({ seq: 2, rowsSinceSnapshot: 0 });
  });

  it("a client id that another person claimed there meanwhile costs the room, and nothing is stored", async () => {
    const room = await hub.room(TEXT);
    const socket = new TestSocket(room);
    log.write({ documentId: TEXT, entries: [], claims: [{ client: 100, userId: "u9" }] });
    socket.update(typed("stolen ", 100));
    await settled(room);
    expect(socket.closed).toBe(CLOSE.notStored.code);
    expect(textOf((await hub.room(TEXT)).doc)).toBe("one two three");
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

  it("asks again for a room that was unloaded meanwhile, and passes on what else goes wrong", async () => {
    let tries = 0;
    const value = await hub.with(TEXT, async () => {
      tries++;
      if (tries < 3) throw new RoomClosed(TEXT);
      return "used";
    });
    expect([value, tries]).toEqual(["used", 3]);
    await expect(hub.with(NOTES, () => Promise.reject(new Error("Mine.")))).rejects.toThrow("Mine.");
  });

  it("makes a snapshot of a long log while the room is open", async () => {
    // With the first there are 4998, all the same, which Yjs knows and ignores.
    log.write({
      documentId: TEXT,
      entries: Array.from({ length: 4997 }, () => ({ bytes: SEED, userId: null })),
      claims: [],
    });
    const room = await hub.room(TEXT);
    const [first, second] = typedApart("one ", "two ");
    const socket = new TestSocket(room);
    socket.update(first);
    await settled(room);
    expect(log.compactions).toBe(0);
    socket.update(second);
    await settled(room);
    expect(log.compactions).toBe(1);
    expect(textOf(documentOf(await log.load(TEXT)))).toBe(textOf(room.doc));
  });

  it("makes one of a short log of large entries, too", async () => {
    const room = await hub.room(TEXT);
    for (const compactions of [0, 1]) {
      await room.change({ userId: null, key: null }, (doc) => {
        const large = new Y.XmlText("x".repeat(4.5 * 1024 * 1024));
        doc.getXmlFragment("default").push([large]);
        return { value: null, projection: null };
      });
      expect(log.compactions).toBe(compactions);
    }
  });

  it("goes on when what follows a commit fails", async () => {
    const room = await hub.room(TEXT);
    room.afterCommit(() => {
      throw new Error("A socket broke.");
    });
    expect(await room.read(() => "still here")).toBe("still here");
  });
});
