/**
 * Two tabs of one person, typing and annotating at random while connections break and tabs are closed, reloaded and
 * killed: at the end everything is on the server, once and in order.
 */

import "fake-indexeddb/auto";
import { setImmediate as aTask } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { WebSocket as Socket } from "ws";
import * as Y from "yjs";
import { readAnnotations } from "../../domain/ydoc/annotations-doc.ts";
import { readTextMap, textFragment } from "../../domain/ydoc/text-map.ts";
import { type Random, seededRandom } from "../../tests/support/random.ts";
import { RoomServer } from "../../tests/support/room-server.ts";
import { proposeAnchor } from "../editor/selection-anchor.ts";
import { SessionStore } from "./session-store.ts";
import { newId } from "./uuid.ts";

const ROUNDS = 40;
const STEPS = 60;
const me = { id: "anna", name: "Anna", role: "editor" as const };
const WORDS = "zero. one. two. three. four. five. six. seven. eight. nine.";

/** Whether all of it has arrived, and it will stay: of those with an x some are deleted. */
const isWhole = (word: string): boolean => word.endsWith(".") && !word.endsWith("x.");

/** What belongs to a tab and ends with it. */
interface Tab {
  name: string;
  /** No other tab has or had it. */
  id: string;
  store: SessionStore;
  databases: IDBDatabase[];
  channels: { isDead: boolean }[];
}

class World {
  readonly server = new RoomServer(WORDS, me);
  readonly tabs = new Map<string, Tab>();
  readonly typed: string[] = [];
  readonly deleted: string[] = [];
  /** Annotations, and what each tab replied to each, in order. */
  readonly given = new Map<string, { tab: string; text: string }[]>();
  readonly random: Random;
  readonly #bulletinId = newId();
  readonly #leaving: Promise<void>[] = [];
  #count = 0;

  constructor(random: Random) {
    this.random = random;
    vi.stubGlobal("location", { origin: this.server.origin });
    vi.stubGlobal("window", new EventTarget());
  }

  pick<T>(all: readonly T[]): T | undefined {
    return all[this.random.below(all.length)];
  }

  open(name: string): Tab {
    const store = new SessionStore({ bulletinId: this.#bulletinId, workspaceId: "workspace", me });
    const tab: Tab = { name, id: newId(), store, databases: [], channels: [] };
    opening = tab;
    store.open();
    this.tabs.set(name, tab);
    return tab;
  }

  /** Leaves the bulletin, within the site: what is under way to the disk gets there. */
  leave(tab: Tab): void {
    this.tabs.delete(tab.name);
    this.#leaving.push(tab.store.close());
  }

  text({ store }: Tab): Y.XmlText | null {
    const { doc, isLoaded } = store.snapshot().text;
    const paragraph = isLoaded ? textFragment(doc).get(0) : null;
    const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null;
    return text instanceof Y.XmlText ? text : null;
  }

  /** A new word between two others, letter by letter. */
  type(tab: Tab): void {
    const text = this.text(tab);
    if (!text) return;
    const plain = text.toString();
    // Not into a word of which only the beginning has arrived.
    const at = this.pick([...plain.matchAll(/\./g)].map(({ index }) => index + 1)) ?? 0;
    const word = `w${++this.#count}${this.random.below(4) === 0 ? "x" : ""}.`;
    this.typed.push(word);
    [...` ${word}`].forEach((letter, index) => {
      text.insert(at + index, letter);
    });
  }

  deleteOne(tab: Tab): void {
    const text = this.text(tab);
    const word = this.pick(this.typed.filter((typed) => !isWhole(typed)));
    const at = text?.toString().indexOf(` ${word}`) ?? -1;
    if (!text || !word || at < 0) return;
    text.delete(at, word.length + 1);
    this.deleted.push(word);
  }

  annotate({ id, store }: Tab): void {
    const { doc, isLoaded } = store.snapshot().text;
    if (!isLoaded) return;
    const map = readTextMap(doc);
    const word = this.pick(map.text.split(" ").filter(isWhole)) ?? "";
    const start = map.text.indexOf(word);
    const anchor = proposeAnchor(map, { start, end: start + word.length });
    const annotation = newId();
    const text = `c${++this.#count}`;
    const comment = { id: newId(), text };
    this.given.set(annotation, [{ tab: id, text }]);
    void store.snapshot().send({ name: "create-annotation", annotation, kind: "comment", anchor, comment, tags: [] });
  }

  reply({ id, store }: Tab): void {
    const annotation = this.pick(store.snapshot().annotations)?.annotation.id;
    if (!annotation) return;
    const text = `c${++this.#count}`;
    this.given.get(annotation)?.push({ tab: id, text });
    void store.snapshot().send({ name: "add-comment", annotation, comment: newId(), text });
  }

  async step(): Promise<void> {
    const name = this.pick(["left", "right"]) ?? "left";
    const tab = this.tabs.get(name);
    const action = this.random.below(20);
    if (!tab) this.open(name);
    else if (action < 7) this.type(tab);
    else if (action < 8) this.deleteOne(tab);
    else if (action < 10) this.annotate(tab);
    else if (action < 12) this.reply(tab);
    else if (action < 14) window.dispatchEvent(new Event("offline"));
    else if (action < 17) window.dispatchEvent(new Event("online"));
    else if (action < 18) this.server.drop();
    else if (action < 19) this.leave(tab);
    else await this.crash(tab);
    // Mostly in the midst of things; now and then with everything done.
    for (let left = this.random.below(this.random.below(8) === 0 ? 60 : 6); left > 0; left--) await aTask();
  }

  /** Nothing more is written, sent or told. Only what was not kept may be lost, and who leaves then is warned. */
  async crash(tab: Tab): Promise<void> {
    await vi.waitFor(() => {
      const event = new Event("beforeunload", { cancelable: true });
      window.dispatchEvent(event);
      expect(event.defaultPrevented).toBe(false);
    }, WAIT);
    for (const database of tab.databases) database.close();
    for (const channel of tab.channels) channel.isDead = true;
    this.leave(tab);
  }

  async settle(): Promise<void> {
    window.dispatchEvent(new Event("online"));
    const all = ["left", "right"].map((name) => this.tabs.get(name) ?? this.open(name));
    for (const { store } of all) {
      await vi.waitFor(() => expect(store.snapshot().saved.state).toBe("saved"), WAIT);
      await vi.waitFor(() => expect(store.snapshot().text.plain).toBe(this.server.words), WAIT);
    }
    // Once more alone: what is still kept then would be handed in now.
    for (const tab of all) this.leave(tab);
    await Promise.all(this.#leaving);
    const { store } = this.open("last");
    await vi.waitFor(() => expect(store.snapshot().saved.state).toBe("saved"), WAIT);
    expect(store.snapshot().refused).toEqual([]);
  }

  check(): void {
    const words = this.server.words.split(" ");
    const alive = this.typed.filter((word) => !this.deleted.includes(word));
    expect(words.filter((word) => word.startsWith("w")).sort()).toEqual(alive.sort());
    expect(words.filter((word) => !word.startsWith("w")).join(" ")).toBe(WORDS);
    const annotations = readAnnotations(this.server.doc("annotations"));
    expect(annotations.map(({ id }) => id).sort()).toEqual([...this.given.keys()].sort());
    for (const { id, comments } of annotations) {
      const given = this.given.get(id) ?? [];
      expect(comments.map(({ text }) => text).sort()).toEqual(given.map(({ text }) => text).sort());
      for (const id of new Set(given.map(({ tab }) => tab))) {
        const mine = given.filter(({ tab }) => tab === id).map(({ text }) => text);
        expect(comments.map(({ text }) => text).filter((text) => mine.includes(text))).toEqual(mine);
      }
    }
    expect(new Set(this.server.carriedOut).size).toBe(this.server.carriedOut.length);
  }

  async end(): Promise<void> {
    for (const tab of this.tabs.values()) this.leave(tab);
    await Promise.all(this.#leaving);
    this.server.close();
  }
}

const WAIT = { timeout: 10_000, interval: 2 };

/** The tab whose databases and channels are being opened. */
let opening: Tab | null = null;

beforeEach(() => {
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("requestAnimationFrame", (work: () => void) => setTimeout(work, 1));
  vi.stubGlobal("cancelAnimationFrame", (timer: number) => clearTimeout(timer));
  const { open } = IDBFactory.prototype;
  vi.spyOn(IDBFactory.prototype, "open").mockImplementation(function (this: IDBFactory, ...names) {
    const request = open.apply(this, names);
    const tab = opening;
    request.addEventListener("success", () => tab?.databases.push(request.result));
    return request;
  });
  vi.stubGlobal(
    "BroadcastChannel",
    class extends BroadcastChannel {
      isDead = false;

      constructor(name: string) {
        super(name);
        opening?.channels.push(this);
      }

      override postMessage(message: unknown): void {
        if (!this.isDead) super.postMessage(message);
      }
    },
  );
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it("loses nothing and does nothing twice", { timeout: 120_000 }, async () => {
  const random = seededRandom();
  for (let round = 0; round < ROUNDS; round++) {
    const world = new World(random);
    try {
      for (let step = 0; step < STEPS; step++) await world.step();
      await world.settle();
      world.check();
    } catch (error) {
      throw new Error(`GLOSSA_SEED=${random.seed}, round ${round}`, { cause: error });
    } finally {
      await world.end();
    }
  }
});
