import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import type { CommandAnswer } from "../../domain/annotation/command.ts";
import { type Command, envelopeOf, mayBeSent, type Outbox, type OutboxEntry, openOutbox } from "./outbox.ts";
import { type OutboxStore, openOutboxStore } from "./outbox-store.ts";
import { newId } from "./uuid.ts";

const AT = "2026-11-23T10:00:00.000Z";
const comment = (text: string): Command => ({ name: "add-comment", annotation: "a", comment: newId(), text });
const given = (command: Command, key = newId()) => ({ key, at: AT, command, textMarker: null });
const refusal: CommandAnswer = { key: "k", ok: false, refusal: { code: "forbidden", text: "No." } };

/** An outbox, and a promise of its next change. */
function open(store: OutboxStore): { outbox: Outbox; changed: () => Promise<void> } {
  let wake = (): void => {};
  const outbox = openOutbox(store, () => wake());
  return { outbox, changed: () => new Promise((resolve) => (wake = resolve)) };
}

/** Waits until all that was asked of the store before is done: it works in order. */
const flushed = (store: OutboxStore) => store.read();

describe("openOutbox", () => {
  it("keeps commands in order over a closed page", async () => {
    const bulletin = newId();
    const store = openOutboxStore("anna", bulletin);
    const { outbox } = open(store);
    for (const text of ["one", "two", "three"]) void outbox.add(given(comment(text)));
    await flushed(store);
    outbox.close();

    const { outbox: again, changed } = open(openOutboxStore("anna", bulletin));
    await changed();
    expect(again.entries().map(({ command }) => "text" in command && command.text)).toEqual(["one", "two", "three"]);
  });

  it("is another one for another person", async () => {
    const bulletin = newId();
    const store = openOutboxStore("anna", bulletin);
    void open(store).outbox.add(given(comment("mine")));
    await flushed(store);
    expect((await openOutboxStore("ben", bulletin).read()).entries).toEqual([]);
  });

  it("removes what was answered, here and on disk, and tells the sender", async () => {
    const store = openOutboxStore("anna", newId());
    const { outbox } = open(store);
    const result = outbox.add(given(comment("one"), "k"));
    expect(outbox.settle({ key: "k", ok: true })?.key).toBe("k");
    expect(outbox.entries()).toEqual([]);
    expect(await result).toEqual({ ok: true });
    expect((await store.read()).entries).toEqual([]);
    expect(outbox.settle({ key: "k", ok: true })).toBeNull();
  });

  it("keeps the words of what was refused until they are dismissed, over a closed page too", async () => {
    const bulletin = newId();
    const store = openOutboxStore("anna", bulletin);
    const { outbox } = open(store);
    const result = outbox.add(given(comment("my words"), "k"));
    outbox.settle(refusal);
    expect(await result).toMatchObject({ ok: false });
    const kept = [{ key: "k", refusal: { code: "forbidden", text: "No." }, words: "my words" }];
    expect(outbox.refused()).toEqual(kept);
    expect(await store.read()).toEqual({ entries: [], refused: kept });
    outbox.dismiss("k");
    expect((await store.read()).refused).toEqual([]);
  });

  it("works without a store", async () => {
    const broken = Promise.reject(new Error("forbidden in this window"));
    broken.catch(() => {});
    const fail = () => broken;
    const { outbox } = open({ read: fail, put: fail, remove: fail, refuse: fail, dismiss: fail, close() {} });
    const result = outbox.add(given(comment("one"), "k"));
    expect(outbox.entries()).toHaveLength(1);
    outbox.settle({ key: "k", ok: true });
    expect(await result).toEqual({ ok: true });
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
