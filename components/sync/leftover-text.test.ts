import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { LeftoverText, leftoversOf, sortOut, takeIn } from "./leftover-text.ts";

const words = (doc: Y.Doc): string => doc.getText("default").toString();

/** Copies that write one after the other, each on what the one before had; the server has only the beginning. */
function copies(...names: string[]) {
  const server = new Y.Doc();
  server.getText("default").insert(0, "Begin.");
  let state = Y.encodeStateAsUpdate(server);
  const leftovers = names.map((replica) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, state);
    const updates: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => updates.push(update));
    for (const word of [` ${replica}1.`, ` ${replica}2.`]) doc.getText("default").insert(words(doc).length, word);
    state = Y.encodeStateAsUpdate(doc);
    return { replica, upTo: 2, updates };
  });
  return { server, leftovers };
}

describe("sortOut", () => {
  it("takes together what one page wrote on what another left, in whatever order they are kept", () => {
    const { server, leftovers } = copies("a", "b", "c");
    const { fitting, gaps } = sortOut(server, [...leftovers].reverse());
    expect(gaps).toEqual([]);
    takeIn(server, fitting, null);
    expect(words(server)).toBe("Begin. a1. a2. b1. b2. c1. c2.");
  });

  it("finds those that lack what they were written on, and leaves the document alone", () => {
    const { server, leftovers } = copies("a", "b", "c");
    const [first, , last] = leftovers;
    const { fitting, gaps } = sortOut(server, leftovers.slice(0, 1).concat(leftovers.slice(2)));
    expect([fitting, gaps]).toEqual([[first], [last]]);
    expect(words(server)).toBe("Begin.");
    expect(server.store.pendingStructs).toBeNull();
  });

  it("takes bytes that are no update for a gap", () => {
    const { server, leftovers } = copies("a");
    const broken = { replica: "x", upTo: 1, updates: [new Uint8Array([255, 255, 255])] };
    expect(sortOut(server, [broken, ...leftovers])).toEqual({ fitting: leftovers, gaps: [broken] });
  });
});

it("is one update however much was typed, and none when it is known already", () => {
  const { server, leftovers } = copies("a", "b");
  let updates = 0;
  server.on("update", () => updates++);
  takeIn(server, leftovers, null);
  expect(updates).toBe(1);
  takeIn(server, leftovers, null);
  expect(updates).toBe(1);
});

it("groups what is kept by copy", () => {
  const update = new Uint8Array([1]);
  const kept = [1, 3, 7].map((n) => ({ replica: "a", n, update })).concat({ replica: "b", n: 2, update });
  expect(leftoversOf(kept)).toEqual([
    { replica: "a", upTo: 7, updates: [update, update, update] },
    { replica: "b", upTo: 2, updates: [update] },
  ]);
});

describe("LeftoverText", () => {
  const copyOf = (doc: Y.Doc) => {
    const marker = { is: 1, saved: 0 };
    return {
      doc,
      marker,
      takeIn: (all: Parameters<typeof takeIn>[1]) => {
        takeIn(doc, all, null);
        return marker.is;
      },
      isSaved: (n: number) => marker.saved >= n,
    };
  };

  it("holds commands on text of which it is not known whether it has arrived", () => {
    const { server, leftovers } = copies("a");
    const copy = copyOf(server);
    const text = new LeftoverText();
    expect(text.isMissing("a")).toBe(true);
    text.found(leftovers);
    expect([text.isMissing("a"), text.isMissing("b")]).toEqual([true, false]);
    text.handIn(copy);
    expect([text.isMissing("a"), text.isLeft, text.isWaiting]).toEqual([true, true, false]);
    expect(text.saved(copy)).toEqual([]);
    copy.marker.saved = 1;
    expect(text.saved(copy)).toEqual(leftovers);
    expect([text.isMissing("a"), text.isLeft]).toEqual([false, false]);
  });

  it("does not give up what does not fit before it was tried twice: its base may be on its way", () => {
    const { server, leftovers } = copies("a", "b");
    const [base, built] = leftovers;
    if (!base || !built) throw new Error("There are two.");
    const copy = copyOf(server);
    const text = new LeftoverText();
    text.found([built]);
    expect(text.handIn(copy)).toEqual([]);
    expect(text.isWaiting).toBe(true);
    takeIn(server, [base], null);
    expect(text.handIn(copy)).toEqual([]);
    expect(words(server)).toBe("Begin. a1. a2. b1. b2.");

    const other = new LeftoverText();
    const empty = copyOf(new Y.Doc());
    other.found([built]);
    expect(other.handIn(empty)).toEqual([]);
    expect(other.handIn(empty)).toEqual([built]);
    expect(other.isLeft).toBe(false);
  });
});
