/** The sync server in a few lines, for tests of what the browser says to it: it keeps everything in memory. */

import type { AddressInfo } from "node:net";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { type WebSocket as Socket, WebSocketServer } from "ws";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import type { CommandEnvelope } from "../../domain/annotation/command.ts";
import { decideAnnotation } from "../../domain/annotation/decide-annotation.ts";
import type { Actor } from "../../domain/permissions/permissions.ts";
import { MESSAGE } from "../../domain/protocol/protocol.ts";
import { readAnnotation, writeAnnotation } from "../../domain/ydoc/annotations-doc.ts";
import { readTextMap, textFragment } from "../../domain/ydoc/text-map.ts";

const AT = "2026-11-23T10:00:00.000Z";

interface Received {
  room: string;
  kind: number;
  step: number | null;
}

interface Client {
  socket: Socket;
  room: string;
  replica: string;
}

export class RoomServer {
  readonly docs = new Map<string, Y.Doc>();
  /** Messages of all rooms in order of arrival, without awareness. */
  readonly received: Received[] = [];
  readonly commands: CommandEnvelope[] = [];
  /** Keys of commands that were carried out, in order; each once, however often it came. */
  readonly carriedOut: string[] = [];
  /** The next text update is refused. */
  refusesText = false;
  /** False: no text is asked for, and all of it is refused. */
  takesText = true;
  answersMarkers = true;
  /** Text that arrives is lost, and its markers with it. */
  losesText = false;
  answersCommands = true;
  /** The code by which the text's socket is closed that brings an update. */
  closesText: number | null = null;
  readonly #clients = new Set<Client>();
  readonly #actor: Actor;
  readonly #server = new WebSocketServer({ port: 0 });
  /** Markers of the text that arrived, by replica. */
  readonly #markers = new Map<string, number>();
  #waiting: { replica: string; n: number; run: () => void }[] = [];
  #held: (() => void)[] | null = null;

  constructor(words: string, actor: Actor) {
    this.#actor = actor;
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

  get words(): string {
    return readTextMap(this.doc("text")).text;
  }

  doc(room: string): Y.Doc {
    const doc = this.docs.get(room) ?? new Y.Doc();
    this.docs.set(room, doc);
    return doc;
  }

  /** To all sockets of a room. */
  send(room: string, kind: number, write: (encoder: encoding.Encoder) => void): void {
    for (const client of this.#clients) if (client.room === room) this.#tell(client, kind, write);
  }

  /** Nothing is sent before `release`. */
  hold(): void {
    this.#held = [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const send of held) send();
  }

  /** Breaks all connections, or ends those of one room with a code. */
  drop(room?: string, code?: number): void {
    for (const { socket, room: name } of this.#clients) {
      if (code !== undefined && name === room) socket.close(code);
      else if (room === undefined) socket.terminate();
    }
  }

  close(): void {
    this.drop();
    this.#server.close();
  }

  #tell(client: Client, kind: number, write: (encoder: encoding.Encoder) => void): void {
    const bytes = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, kind);
      write(encoder);
    });
    const send = (): void => client.socket.send(bytes);
    if (this.#held) this.#held.push(send);
    else send();
  }

  #serve(socket: Socket, room: string): void {
    const client: Client = { socket, room, replica: "" };
    this.#clients.add(client);
    socket.on("message", (data: Buffer) => this.#read(client, decoding.createDecoder(new Uint8Array(data))));
    socket.on("close", () => this.#clients.delete(client));
    if (room === "text" && this.takesText) {
      this.#tell(client, MESSAGE.sync, (encoder) => syncProtocol.writeSyncStep1(encoder, this.doc("text")));
    }
  }

  #read(client: Client, decoder: decoding.Decoder): void {
    const { room } = client;
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE.awareness) return;
    const step = kind === MESSAGE.sync ? decoding.readVarUint(decoder) : null;
    this.received.push({ room, kind, step });
    if (kind === MESSAGE.hello) {
      decoding.readVarUint(decoder);
      client.replica = decoding.readVarString(decoder);
    } else if (kind === MESSAGE.sync && step === 0) {
      const vector = decoding.readVarUint8Array(decoder);
      this.#tell(client, kind, (encoder) => syncProtocol.writeSyncStep2(encoder, this.doc(room), vector));
    } else if (kind === MESSAGE.sync) {
      this.#update(client, decoding.readVarUint8Array(decoder));
    } else if (kind === MESSAGE.marker) {
      this.#marker(client, decoding.readVarUint(decoder));
    } else if (kind === MESSAGE.command) {
      this.#command(JSON.parse(decoding.readVarString(decoder)));
    }
  }

  #update(client: Client, update: Uint8Array): void {
    const doc = this.doc(client.room);
    const state = Y.encodeStateAsUpdate(doc);
    const after = new Y.Doc();
    Y.applyUpdate(after, state);
    Y.applyUpdate(after, update);
    const isGap = after.store.pendingStructs !== null || after.store.pendingDs !== null;
    const isNews = isGap || !Y.equalSnapshots(Y.snapshot(after), Y.snapshot(doc));
    if (!isNews || this.losesText) return;
    if (this.closesText !== null) return client.socket.close(this.closesText);
    if (isGap || this.refusesText || !this.takesText) {
      this.refusesText = false;
      return this.#tell(client, MESSAGE.refused, (encoder) => {
        encoding.writeVarString(encoder, isGap ? "gap" : "forbidden");
        encoding.writeVarString(encoder, "You can read this text, but not change it.");
      });
    }
    Y.applyUpdate(doc, update);
    for (const other of this.#clients) {
      if (other === client || other.room !== client.room) continue;
      this.#tell(other, MESSAGE.sync, (encoder) => syncProtocol.writeUpdate(encoder, update));
    }
  }

  #marker(client: Client, n: number): void {
    if (!this.answersMarkers || this.losesText) return;
    this.#markers.set(client.replica, Math.max(n, this.#markers.get(client.replica) ?? 0));
    this.#tell(client, MESSAGE.saved, (encoder) => encoding.writeVarUint(encoder, n));
    const isReached = (waiter: { replica: string; n: number }): boolean =>
      (this.#markers.get(waiter.replica) ?? 0) >= waiter.n;
    const reached = this.#waiting.filter(isReached);
    this.#waiting = this.#waiting.filter((waiter) => !isReached(waiter));
    for (const { run } of reached) run();
  }

  /** Waits for the text that it was made on, for ever. */
  #command(envelope: CommandEnvelope): void {
    this.commands.push(envelope);
    const { textMarker } = envelope;
    const run = (): void => {
      if (this.answersCommands) this.answer(envelope);
    };
    if (!textMarker || (this.#markers.get(textMarker.replica) ?? 0) >= textMarker.n) run();
    else this.#waiting.push({ ...textMarker, run });
  }

  answer({ key, command }: CommandEnvelope): void {
    const answer = (said: object): void =>
      this.send("annotations", MESSAGE.answer, (encoder) =>
        encoding.writeVarString(encoder, JSON.stringify({ key, ...said })),
      );
    if (!("annotation" in command) || this.carriedOut.includes(key)) return answer({ ok: true });
    if (command.name === "create-annotation" && command.anchor && !this.words.includes(command.anchor.quote)) {
      return answer({ ok: false, refusal: { code: "quote-not-found", text: "These words are not in the text." } });
    }
    const doc = this.doc("annotations");
    const vector = Y.encodeStateVector(doc);
    const annotation = readAnnotation(doc, command.annotation);
    const decision = decideAnnotation(command, {
      actor: this.#actor,
      now: AT,
      annotation,
      anchor: null,
      hasTag: () => true,
    });
    if (!decision.ok) return answer(decision);
    doc.transact(() => writeAnnotation(doc, decision.annotation));
    this.carriedOut.push(key);
    answer({ ok: true });
    const update = Y.encodeStateAsUpdate(doc, vector);
    this.send("annotations", MESSAGE.sync, (encoder) => syncProtocol.writeUpdate(encoder, update));
  }
}
