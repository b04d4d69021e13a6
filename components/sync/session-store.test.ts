/** The client against a server of a few lines: what it sends, in which order, and what it says of it. */

import "fake-indexeddb/auto";
import type { AddressInfo } from "node:net";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { WebSocket as Socket, WebSocketServer } from "ws";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import { MESSAGE } from "../../domain/protocol/protocol.ts";
import { readTextMap, textFragment } from "../../domain/ydoc/text-map.ts";
import { SessionStore } from "./session-store.ts";
import { newId } from "./uuid.ts";

const me = { id: "anna", name: "Anna", role: "editor" as const };

class Server {
  readonly docs = new Map<string, Y.Doc>();
  readonly sockets = new Map<string, Socket>();
  /** Kinds of message by room, in order of arrival, without awareness. */
  readonly received: { room: string; kind: number; step: number | null }[] = [];
  readonly commands: { key: string; textMarker: { replica: string; n: number } | null }[] = [];
  /** What is done with the next text update. */
  refusesText = false;
  answersMarkers = true;
  answersCommands = true;
  asksAtOnce = true;
  readonly #server = new WebSocketServer({ port: 0 });

  constructor(words: string) {
    this.doc("text").transact(() => {
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.insert(0, [new Y.XmlText(words)]);
      textFragment(this.doc("text")).insert(0, [paragraph]);
    });
    this.#server.on("connection", (socket, request) => this.#serve(socket, request.url?.split("/").at(-1) ?? ""));
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  doc(room: string): Y.Doc {
    const doc = this.docs.get(room) ?? new Y.Doc();
    this.docs.set(room, doc);
    return doc;
  }

  send(room: string, kind: number, write: (encoder: encoding.Encoder) => void): void {
    this.sockets.get(room)?.send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, kind);
        write(encoder);
      }),
    );
  }

  close(): void {
    for (const socket of this.sockets.values()) socket.terminate();
    this.#server.close();
  }

  #serve(socket: Socket, room: string): void {
    this.sockets.set(room, socket);
    socket.on("message", (data: Buffer) => this.#read(room, decoding.createDecoder(new Uint8Array(data))));
    if (room === "text" && this.asksAtOnce) this.ask();
  }

  /** For what the client's text has and the server's has not. */
  ask(): void {
    this.send("text", MESSAGE.sync, (encoder) => syncProtocol.writeSyncStep1(encoder, this.doc("text")));
  }

  #read(room: string, decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE.awareness) return;
    const step = kind === MESSAGE.sync ? decoding.readVarUint(decoder) : null;
    this.received.push({ room, kind, step });
    if (kind === MESSAGE.sync && step === 0) {
      const vector = decoding.readVarUint8Array(decoder);
      this.send(room, kind, (encoder) => syncProtocol.writeSyncStep2(encoder, this.doc(room), vector));
    } else if (kind === MESSAGE.sync) {
      const update = decoding.readVarUint8Array(decoder);
      if (!this.refusesText || Y.decodeUpdate(update).structs.length === 0)
        return Y.applyUpdate(this.doc(room), update);
      this.refusesText = false;
      this.send(room, MESSAGE.refused, (encoder) => {
        encoding.writeVarString(encoder, "forbidden");
        encoding.writeVarString(encoder, "You can read this text, but not change it.");
      });
    } else if (kind === MESSAGE.marker && this.answersMarkers) {
      const n = decoding.readVarUint(decoder);
      this.send(room, MESSAGE.saved, (encoder) => encoding.writeVarUint(encoder, n));
    } else if (kind === MESSAGE.command) {
      const command = JSON.parse(decoding.readVarString(decoder));
      this.commands.push(command);
      if (this.answersCommands) this.answer(command.key);
    }
  }

  answer(key: string): void {
    this.send("annotations", MESSAGE.answer, (encoder) =>
      encoding.writeVarString(encoder, JSON.stringify({ key, ok: true })),
    );
  }
}

let server: Server;
let store: SessionStore;
let bulletinId: string;

const state = () => store.snapshot();
const until = <T>(read: () => T) => vi.waitFor(read, { timeout: 5000, interval: 5 });
const becomes = (saved: string) => until(() => expect(state().saved.state).toBe(saved));

function type(words: string): void {
  const paragraph = textFragment(state().text.doc).get(0);
  if (!(paragraph instanceof Y.XmlElement)) throw new Error("The text is loaded.");
  const text = paragraph.get(0);
  if (text instanceof Y.XmlText) text.insert(text.length, words);
}

const highlight = () =>
  store
    .snapshot()
    .send({ name: "create-annotation", annotation: newId(), kind: "highlight", anchor: null, comment: null, tags: [] });

function open(): void {
  store = new SessionStore({ bulletinId, workspaceId: "workspace", me });
  store.open();
}

beforeEach(async () => {
  server = new Server("Some words");
  bulletinId = newId();
  vi.stubGlobal("location", { origin: server.origin });
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("requestAnimationFrame", (work: () => void) => setTimeout(work, 1));
  vi.stubGlobal("cancelAnimationFrame", (timer: number) => clearTimeout(timer));
  open();
  await becomes("saved");
});

afterEach(() => {
  store.close();
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
  expect(readTextMap(server.doc("text")).text).toBe("Some words more");
});

it("names in a command the text that it was made on", async () => {
  type(" more");
  expect(await highlight()).toEqual({ ok: true });
  expect(server.commands[0]?.textMarker).toMatchObject({ n: 1 });
  await becomes("saved");
});

it("sends what was typed without connection before what is typed while it opens, so that there is no gap", async () => {
  window.dispatchEvent(new Event("offline"));
  await becomes("offline");
  type(" one");
  void highlight();
  expect(state().saved).toEqual({ state: "offline", waiting: 2 });
  const before = server.received.length;
  const sent = () => server.received.slice(before).filter(({ room }) => room === "text");
  server.asksAtOnce = false;
  window.dispatchEvent(new Event("online"));
  await until(() => expect(sent()).toContainEqual({ room: "text", kind: MESSAGE.sync, step: 0 }));
  await until(() => expect(server.commands).toHaveLength(1));
  type(" two");
  server.ask();
  await becomes("saved");
  expect(readTextMap(server.doc("text")).text).toBe("Some words one two");
  expect(sent().filter(({ kind }) => kind !== MESSAGE.hello)).toEqual([
    { room: "text", kind: MESSAGE.sync, step: 0 },
    { room: "text", kind: MESSAGE.sync, step: 1 },
    { room: "text", kind: MESSAGE.marker, step: null },
  ]);
});

it("sends a command again, with the same key, after a closed page, and not on a copy of the text that is gone", async () => {
  server.answersCommands = false;
  type(" more");
  void highlight();
  await until(() => expect(server.commands).toHaveLength(1));
  store.close();
  server.answersCommands = true;
  open();
  await until(() => expect(server.commands).toHaveLength(2));
  expect(server.commands[1]).toMatchObject({ key: server.commands[0]?.key, textMarker: null });
  await becomes("saved");
});

it("drops its copy after a refusal, keeps the words, and goes on", async () => {
  const before = state().text.doc;
  server.refusesText = true;
  type(" mine");
  await until(() => expect(state().text.doc).not.toBe(before));
  expect(state().text.plain).toBe("Some words");
  expect(state().refused).toMatchObject([{ refusal: { code: "forbidden" }, words: " mine" }]);
  await becomes("saved");
  type(" again");
  await until(() => expect(readTextMap(server.doc("text")).text).toBe("Some words again"));
  await becomes("saved");
});

it("gives the reason of a final close", async () => {
  server.sockets.get("annotations")?.close(4401);
  await until(() => expect(state().saved).toMatchObject({ state: "closed", next: "sign-in" }));
});

it("keeps its snapshot when nothing that is drawn changed", async () => {
  const before = state();
  server.send("text", MESSAGE.awareness, (encoder) => encoding.writeVarUint8Array(encoder, new Uint8Array([0])));
  server.send("text", MESSAGE.saved, (encoder) => encoding.writeVarUint(encoder, 0));
  server.send("annotations", MESSAGE.notice, (encoder) =>
    encoding.writeVarString(encoder, JSON.stringify({ type: "role", role: "editor" })),
  );
  expect(await highlight()).toEqual({ ok: true });
  await becomes("saved");
  expect(state().text).toBe(before.text);
  expect(state().annotations).toHaveLength(1);
});
