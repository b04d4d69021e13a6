import "fake-indexeddb/auto";
import { describe, expect, it, vi } from "vitest";
import type { CommandAnswer } from "../../domain/annotation/command.ts";
import { KeptDatabase } from "./kept-database.ts";
import { type Command, envelopeOf, mayBeSent, Outbox, type OutboxEntry } from "./outbox.ts";
import { outboxStore } from "./outbox-store.ts";
import { newId } from "./uuid.ts";

const AT = "2026-11-23T10:00:00.000Z";
const comment = (text: string): Command => ({ name: "add-comment", annotation: "a", comment: newId(), text });
const given = (command: Command, key = newId()) => ({ key, at: AT, command, textMarker: null });
const forbidden = { code: "forbidden" as const, text: "No." };
const refusal: CommandAnswer = { key: "k", ok: false, refusal: forbidden };
const words = (outbox: Outbox) => outbox.entries.map(({ command }) => "text" in command && command.text);

/** What one page has of a person's outbox: `look` takes over what the store holds, as a page does when it opens. */
function open(bulletin: string, person = "anna") {
  const database = new KeptDatabase(person, bulletin);
  const elsewhere: OutboxEntry[] = [];
  const outbox = new Outbox(outboxStore(database), {
    onChanged() {},
    onStored() {},
    onSettledElsewhere: (entry) => elsewhere.push(entry),
  });
  const look = async () => outbox.reconcile(await database.readAll([]));
  return { database, outbox, elsewhere, look };
}

describe("Outbox", () => {
  it("keeps commands in order over a closed page", async () => {
    const bulletin = newId();
    const { outbox, database, look } = open(bulletin);
    for (const text of ["one", "two", "three"]) void outbox.add(given(comment(text)));
    expect(outbox.isKept).toBe(false);
    await look();
    expect(outbox.isKept).toBe(true);
    database.close();

    const again = open(bulletin);
    await again.look();
    expect(words(again.outbox)).toEqual(["one", "two", "three"]);
    expect(again.outbox.isKept).toBe(true);
  });

  it("is another one for another person", async () => {
    const bulletin = newId();
    void open(bulletin).outbox.add(given(comment("mine")));
    const ben = open(bulletin, "ben");
    await ben.look();
    expect(ben.outbox.entries).toEqual([]);
  });

  it("removes what was answered, here and on disk, and tells the sender", async () => {
    const { outbox, database } = open(newId());
    const result = outbox.add(given(comment("one"), "k"));
    outbox.settle({ key: "k", ok: true });
    expect(outbox.entries).toEqual([]);
    expect(await result).toEqual({ ok: true });
    expect((await database.readAll([])).entries).toEqual([]);
  });

  it("does not take back what was answered while the store was read", async () => {
    const { outbox, database, look } = open(newId());
    void outbox.add(given(comment("one"), "k"));
    const reading = database.readAll([]);
    outbox.settle({ key: "k", ok: true });
    outbox.reconcile(await reading);
    expect(outbox.entries).toEqual([]);
    await look();
    expect(outbox.entries).toEqual([]);
  });

  it("keeps the words of what was refused until they are dismissed, over a closed page too", async () => {
    const { outbox, database } = open(newId());
    const command = comment("my words");
    const result = outbox.add(given(command, "k"));
    outbox.settle(refusal);
    expect(await result).toMatchObject({ ok: false });
    const kept = [{ key: "k", refusal: forbidden, words: "my words", command }];
    expect(outbox.refused).toEqual(kept);
    expect(await database.readAll([])).toEqual({ entries: [], refused: kept, text: [] });
    outbox.dismiss("k");
    expect((await database.readAll([])).refused).toEqual([]);
  });

  it("gives a refused command again under a new key, so that the server does not take it for the old one", async () => {
    const bulletin = newId();
    const { outbox, database } = open(bulletin);
    void outbox.add(given(comment("my words"), "k"));
    outbox.settle(refusal);
    outbox.giveAgain("k", AT);
    expect(words(outbox)).toEqual(["my words"]);
    expect(outbox.entries[0]?.key).not.toBe("k");
    expect(outbox.refused).toEqual([]);
    expect(await database.readAll([])).toMatchObject({ entries: [{ command: { text: "my words" } }], refused: [] });
  });

  it("works without a store, and owns up to it", async () => {
    const health = vi.fn();
    vi.stubGlobal("indexedDB", undefined);
    const database = new KeptDatabase("anna", newId(), health);
    vi.unstubAllGlobals();
    const outbox = new Outbox(outboxStore(database), { onChanged() {}, onStored() {}, onSettledElsewhere() {} });
    const result = outbox.add(given(comment("one"), "k"));
    await vi.waitFor(() => expect(health).toHaveBeenCalledWith(false));
    expect(outbox.entries).toHaveLength(1);
    expect(outbox.isKept).toBe(false);
    outbox.settle({ key: "k", ok: true });
    expect(await result).toEqual({ ok: true });
  });

  it("stores with the next command what it could not store before", async () => {
    const { database, look } = open(newId());
    const store = outboxStore(database);
    let isFull = true;
    const put = (entry: OutboxEntry) => (isFull ? Promise.reject(new Error("no room")) : store.put(entry));
    const outbox = new Outbox({ ...store, put }, { onChanged() {}, onStored() {}, onSettledElsewhere() {} });
    void outbox.add(given(comment("one")));
    await look();
    isFull = false;
    void outbox.add(given(comment("two")));
    const kept = await database.readAll([]);
    expect(kept.entries.map(({ command }) => "text" in command && command.text)).toEqual(["one", "two"]);
    expect(outbox.isKept).toBe(true);
  });
});

describe("two tabs with one outbox", () => {
  it("have the same commands, in the order in which they were given", async () => {
    const bulletin = newId();
    const [one, two] = [open(bulletin), open(bulletin)];
    void one.outbox.add({ ...given(comment("first")), at: "2026-11-23T10:00:00.000Z" });
    void two.outbox.add({ ...given(comment("second")), at: "2026-11-23T10:00:01.000Z" });
    void one.outbox.add({ ...given(comment("third")), at: "2026-11-23T10:00:02.000Z" });
    for (const { look } of [one, two, one]) await look();
    for (const { outbox } of [one, two]) expect(words(outbox)).toEqual(["first", "second", "third"]);
  });

  it("settle for each other, and tell who waits", async () => {
    const bulletin = newId();
    const [one, two] = [open(bulletin), open(bulletin)];
    const answers = [one.outbox.add(given(comment("good"), "g")), one.outbox.add(given(comment("bad"), "k"))];
    await one.look();
    await two.look();
    two.outbox.settle({ key: "g", ok: true });
    two.outbox.settle(refusal);
    await two.look();
    await one.look();
    expect(one.outbox.entries).toEqual([]);
    expect(one.elsewhere.map(({ key }) => key)).toEqual(["g"]);
    expect(await Promise.all(answers)).toEqual([{ ok: true }, { ok: false, refusal: forbidden }]);
    expect(one.outbox.refused).toEqual(two.outbox.refused);
    two.outbox.dismiss("k");
    await two.look();
    await one.look();
    expect(one.outbox.refused).toEqual([]);
  });

  it("do not take a command that is new for one that is settled", async () => {
    const bulletin = newId();
    const { outbox, database, look } = open(bulletin);
    const reading = database.readAll([]);
    void outbox.add(given(comment("new")));
    outbox.reconcile(await reading);
    expect(words(outbox)).toEqual(["new"]);
    await look();
    expect(words(outbox)).toEqual(["new"]);
  });

  it("keep refused text once, whoever moves it", async () => {
    const bulletin = newId();
    const [one, two] = [open(bulletin), open(bulletin)];
    await one.database.run((db) => db.put("text", { replica: "r", n: 1, update: new Uint8Array() }));
    const change = { key: "r", refusal: forbidden, words: "typed", command: null };
    const span = { replica: "r", upTo: 1 };
    await one.outbox.refuseText(change, [span], false);
    await two.outbox.refuseText(change, [span], false);
    expect(one.outbox.refused).toEqual([change]);
    expect(two.outbox.refused).toEqual([]);
    expect(await two.database.readAll([])).toEqual({ entries: [], refused: [change], text: [] });
    await two.look();
    expect(two.outbox.refused).toEqual([change]);
  });
});

describe("mayBeSent", () => {
  const entry = (command: Command): OutboxEntry => ({ ...given(command), order: 0 });
  const createTag = entry({ name: "create-tag", tag: "t", label: "T", colour: "blue" });
  const on = (annotation: string) => entry({ name: "resolve-thread", annotation, reason: null });

  it("keeps the order on one annotation and lets others pass", () => {
    expect(mayBeSent(on("a"), [on("a")])).toBe(false);
    expect(mayBeSent(on("b"), [on("a")])).toBe(true);
  });

  it("waits for a new tag before it is put on", () => {
    expect(mayBeSent(entry({ name: "tag-annotation", annotation: "a", tag: "t" }), [createTag])).toBe(false);
    expect(mayBeSent(entry({ name: "tag-annotation", annotation: "a", tag: "u" }), [createTag])).toBe(true);
  });
});

describe("envelopeOf", () => {
  it("names no marker of a copy that is gone", () => {
    const entry: OutboxEntry = { ...given(comment("x"), "k"), order: 0, textMarker: { replica: "old", n: 4 } };
    expect(envelopeOf(entry, "new").textMarker).toBeNull();
    expect(envelopeOf(entry, "old").textMarker).toEqual({ replica: "old", n: 4 });
  });
});
