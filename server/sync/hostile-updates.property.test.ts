import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { textFragment } from "../../domain/ydoc/text-map.ts";
import {
  type HandWritten,
  type HandWrittenContent,
  type HandWrittenPart,
  handWritten,
  type Id,
  lengthOf,
} from "../../tests/support/hand-written.ts";
import { type Random, seededRandom } from "../../tests/support/random.ts";
import { paragraph } from "../../tests/support/text-edits.ts";
import { inspectUpdate } from "./admission.ts";
import type { AnyType } from "./fresh-structs.ts";
import { documentOf, snapshotOf } from "./stored-state.ts";

/** Small, so that much happens at the same places. */
const SEED = seedUpdate({
  type: "doc",
  content: [paragraph("one two"), { type: "blockquote", content: [paragraph("three")] }, paragraph("four")],
});
const ROUNDS = Number(process.env.GLOSSA_ROUNDS ?? 150);
const UPDATES = 24;
const CLIENTS = [3, 90, 4000, 2 ** 31 + 5];

/** The text room's document with what it would have stored. */
class Server {
  readonly doc = new Y.Doc();
  readonly entries: Uint8Array[] = [SEED];
  admitted = 0;

  constructor() {
    Y.applyUpdate(this.doc, SEED);
    this.doc.on("update", (update: Uint8Array) => this.entries.push(update));
  }

  take(update: Uint8Array): void {
    const admission = inspectUpdate(this.doc, update, this.admitted);
    if (!admission.ok || !admission.isNews) return;
    this.admitted++;
    Y.applyUpdate(this.doc, admission.bytes);
    expect(this.doc.store.pendingStructs).toBeNull();
    expect(this.doc.store.pendingDs).toBeNull();
  }
}

/** The lists of a document, each with the ids of its units; deleted ones of texts and blocks too. */
function listsOf(doc: Y.Doc): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  const walk = (name: string, type: AnyType): void => {
    const ids: string[] = [];
    for (let item = type._start; item; item = item.right) {
      for (let at = 0; at < item.length; at++) ids.push(`${item.id.client}:${item.id.clock + at}`);
      if (!item.deleted && item.content instanceof Y.ContentType) {
        walk(`${item.id.client}:${item.id.clock}`, item.content.type);
      }
    }
    lists.set(name, ids);
    for (const [key, value] of type._map) {
      lists.set(`${name} ${key}`, [value.deleted ? "deleted" : `${value.id.client}:${value.id.clock}`]);
    }
  };
  walk("root", textFragment(doc));
  return lists;
}

const pick = <T>(random: Random, all: readonly T[]): T => {
  const one = all[random.below(all.length)];
  if (one === undefined) throw new Error("There is nothing to pick from.");
  return one;
};

interface List {
  ids: Id[];
  /** What mostly stands in it. */
  holds: "words" | "texts" | "blocks";
}

/** Ids of units that an item may name as neighbours, by list; what the update adds itself joins them where it may come. */
class Guesses {
  readonly lists: List[] = [];
  private readonly types: { id: Id; holds: List["holds"] }[] = [];
  private readonly random: Random;

  constructor(doc: Y.Doc, random: Random) {
    this.random = random;
    this.walk(textFragment(doc), "blocks");
  }

  private walk(type: AnyType, holds: List["holds"]): void {
    const ids: Id[] = [];
    for (let item = type._start; item; item = item.right) {
      for (let at = 0; at < Math.min(item.length, 40); at++) ids.push([item.id.client, item.id.clock + at]);
      if (!(item.content instanceof Y.ContentType)) continue;
      const inner = holdsOf(item.content.type);
      this.types.push({ id: [item.id.client, item.id.clock], holds: inner });
      this.walk(item.content.type, inner);
    }
    if (ids.length > 0) this.lists.push({ ids, holds });
  }

  /** Mostly two neighbours of one list; sometimes two that lie apart, or the other way round, or in two lists. */
  place(): Pick<HandWritten, "origin" | "right" | "parent"> & { list: List | null; holds: List["holds"] } {
    const { random } = this;
    const list = pick(random, this.lists);
    const { ids, holds } = list;
    const at = random.below(ids.length + 1);
    const other = random.below(3) > 0 ? at : random.below(ids.length + 1);
    const origin = random.below(10) > 0 ? ids[at - 1] : undefined;
    const anywhere = random.below(15) === 0 ? pick(random, pick(random, this.lists).ids) : ids[other];
    const right = random.below(3) > 0 ? anywhere : undefined;
    if (origin || right) return { ...(origin ? { origin } : {}), ...(right ? { right } : {}), list, holds };
    if (this.types.length === 0 || random.below(3) === 0) return { parent: "default", list: null, holds: "blocks" };
    const type = pick(random, this.types);
    return { parent: type.id, list: null, holds: type.holds };
  }

  /** An item that the update has just added. */
  add(ids: Id[], { origin, list }: { origin?: Id; list: List | null }, content: HandWrittenContent): void {
    list?.ids.splice(origin ? list.ids.indexOf(origin) + 1 : 0, 0, ...ids);
    const [id] = ids;
    if (!id) return;
    if ("text" in content) this.types.push({ id, holds: "words" });
    if ("node" in content) this.types.push({ id, holds: content.node === "blockquote" ? "blocks" : "texts" });
  }
}

function holdsOf(type: AnyType): List["holds"] {
  if (type instanceof Y.XmlText) return "words";
  return type instanceof Y.XmlElement && type.nodeName === "blockquote" ? "blocks" : "texts";
}

const MARKS: [string, unknown][] = [
  ["bold", {}],
  ["bold", null],
  ["italic", {}],
  ["link", { href: "https://example.org" }],
  ["link", null],
];

function contentFor(holds: List["holds"], random: Random): HandWrittenContent {
  if (random.below(20) === 0) return random.below(2) === 0 ? { gc: 1 + random.below(3) } : { node: "listItem" };
  if (random.below(8) === 0) return { deleted: 1 + random.below(3) };
  if (holds === "blocks") return { node: pick(random, ["paragraph", "heading", "blockquote"]) };
  if (holds === "texts") return random.below(3) > 0 ? { text: true } : { node: "hardBreak" };
  if (random.below(4) === 0) return { mark: pick(random, MARKS) };
  return { words: pick(random, ["a", "bc", "d\u{1F600}e", "fgh"]) };
}

function hostileUpdate(doc: Y.Doc, random: Random): Uint8Array {
  const guesses = new Guesses(doc, random);
  const parts: HandWrittenPart[] = [];
  for (const client of CLIENTS) {
    if (random.below(3) > 0) continue;
    const clock = Math.max(0, Y.getState(doc.store, client) + (random.below(40) === 0 ? random.below(3) - 1 : 0));
    const structs: HandWritten[] = [];
    let at = clock;
    for (let left = 1 + random.below(3); left > 0; left--) {
      const { list, holds, ...place } = guesses.place();
      const content = contentFor(holds, random);
      structs.push({ ...place, content });
      const ids = Array.from({ length: lengthOf(content) }, (_, index): Id => [client, at + index]);
      at += ids.length;
      guesses.add(ids, { ...place, list }, content);
    }
    if (random.below(6) === 0) {
      structs.push({ ...attributePlace(doc, random), content: { value: 1 + random.below(4) } });
    }
    parts.push({ client, clock, structs });
  }
  const deletes: [Id, number][] = [];
  if (random.below(3) === 0) deletes.push([pick(random, pick(random, guesses.lists).ids), 1 + random.below(4)]);
  return handWritten(parts, deletes);
}

/** As the level of a heading, or beside a value that it has or had. */
function attributePlace(doc: Y.Doc, random: Random): Pick<HandWritten, "origin" | "right" | "parent" | "key"> {
  const headings: Y.Item[] = [];
  const values: Y.Item[] = [];
  for (let item = textFragment(doc)._start; item; item = item.right) {
    if (!(item.content instanceof Y.ContentType && item.content.type instanceof Y.XmlElement)) continue;
    if (item.content.type.nodeName === "heading") headings.push(item);
    for (let value = item.content.type._map.get("level"); value; value = value.left ?? undefined) values.push(value);
  }
  const idOf = ({ id }: Y.Item): Id => [id.client, id.clock];
  if (values.length > 0 && random.below(3) > 0) {
    const right = random.below(8) === 0 ? { right: idOf(pick(random, values)) } : {};
    return { origin: idOf(pick(random, values)), ...right };
  }
  return headings.length === 0
    ? { parent: "default", key: "level" }
    : { parent: idOf(pick(random, headings)), key: "level" };
}

/** A copy that took in the entries in another order, each after what it builds on. */
function replicaOf(entries: readonly Uint8Array[], random: Random): Y.Doc {
  const replica = new Y.Doc();
  const left = [...entries];
  while (left.length > 0) {
    const [entry] = left.splice(random.below(left.length), 1);
    if (!entry) break;
    const admission = inspectUpdate(replica, entry, left.length);
    if (!admission.ok && admission.code === "gap") left.push(entry);
    else Y.applyUpdate(replica, entry);
  }
  return replica;
}

describe("updates made to part the copies", { timeout: 120_000 }, () => {
  it("are refused, or lead to the same document live, loaded, in any order and out of a snapshot", () => {
    const random = seededRandom();
    let admitted = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const server = new Server();
      for (let left = UPDATES; left > 0; left--) server.take(hostileUpdate(server.doc, random));
      admitted += server.admitted;
      const expected = listsOf(server.doc);
      const same = (doc: Y.Doc, what: string): void => {
        expect(doc.store.pendingStructs, `${what}, seed ${random.seed}, round ${round}`).toBeNull();
        expect(listsOf(doc), `${what}, seed ${random.seed}, round ${round}`).toEqual(expected);
      };
      same(documentOf({ snapshot: null, entries: server.entries }), "loaded");
      const snapshot = snapshotOf({ snapshot: null, entries: server.entries });
      same(documentOf({ snapshot, entries: [] }), "out of a snapshot");
      const joined = new Y.Doc();
      Y.applyUpdate(joined, Y.encodeStateAsUpdate(server.doc));
      same(joined, "joined");
      same(replicaOf(server.entries, random), "in another order");
    }
    // Or the test says nothing.
    expect(admitted).toBeGreaterThan(ROUNDS * 4);
  });
});
