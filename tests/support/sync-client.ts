/** Clients of the sync rooms for tests: a stock y-websocket one, and a hand-written one that speaks our own messages. */

import { randomUUID } from "node:crypto";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import WebSocket from "ws";
import * as syncProtocol from "y-protocols/sync";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { quoteOf } from "../../domain/anchor/anchor.ts";
import type { AnnotationCommand, CommandAnswer, TextMarker } from "../../domain/annotation/command.ts";
import { MESSAGE, type Notice, type RoomName, SCHEMA_VERSION } from "../../domain/protocol/protocol.ts";
import { readTextMap, textFragment } from "../../domain/ydoc/text-map.ts";

const wsUrl = (url: string): string => url.replace(/^http/, "ws");

export interface StockClient {
  doc: Y.Doc;
  provider: WebsocketProvider;
  synced: Promise<void>;
  destroy(): void;
}

/** `WebsocketProvider` as it comes. */
export function stockClient(url: string, bulletinId: string, room: RoomName, token: string): StockClient {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${wsUrl(url)}/sync/${bulletinId}`, room, doc, {
    disableBc: true,
    params: { token },
    // ws's class has what the provider uses of a browser's.
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
  });
  const synced = new Promise<void>((resolve) => {
    provider.on("sync", (isSynced: boolean) => {
      if (isSynced) resolve();
    });
  });
  return { doc, provider, synced, destroy: () => provider.destroy() };
}

/** A client written by hand; its document follows the room, its sends are up to the test. */
export class RawClient {
  readonly doc = new Y.Doc();
  readonly replica = randomUUID();
  readonly socket: WebSocket;
  /** Resolves with code and reason. */
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly saved: number[] = [];
  readonly refused: { code: string; text: string }[] = [];
  readonly notices: Notice[] = [];
  isSynced = false;
  private markers = 0;
  private readonly answers = new Map<string, (answer: CommandAnswer) => void>();
  private readonly watchers = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => {
      socket.on("close", (code, reason) => resolve({ code, reason: String(reason) }));
    });
    socket.on("error", () => {});
    socket.on("message", (data: Buffer) => this.receive(data));
  }

  /** Connects; `synced()` waits for the room's state. `token` null: no credentials. */
  static connect(
    url: string,
    bulletinId: string,
    room: string,
    token: string | null,
    options: { headers?: Record<string, string>; hello?: boolean } = {},
  ): RawClient {
    const query = token === null ? "" : `?token=${token}`;
    const socket = new WebSocket(`${wsUrl(url)}/sync/${bulletinId}/${room}${query}`, {
      headers: options.headers ?? {},
    });
    const client = new RawClient(socket);
    socket.on("open", () => {
      if (options.hello !== false) {
        client.sendKind(MESSAGE.hello, (encoder) => {
          encoding.writeVarUint(encoder, SCHEMA_VERSION);
          encoding.writeVarString(encoder, client.replica);
        });
      }
      client.sendKind(MESSAGE.sync, (encoder) => syncProtocol.writeSyncStep1(encoder, client.doc));
    });
    return client;
  }

  synced(): Promise<void> {
    return this.until(() => this.isSynced);
  }

  /** Resolves when `isTrue`; looked at after each message. Rejects when the socket closes first. */
  until(isTrue: () => boolean): Promise<void> {
    if (isTrue()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!isTrue()) return;
        this.watchers.delete(look);
        resolve();
      };
      this.watchers.add(look);
      void this.closed.then(({ code, reason }) => reject(new Error(`The socket was closed: ${code} ${reason}`)));
    });
  }

  /** Sends one update as it is. */
  sendUpdate(update: Uint8Array): void {
    this.sendKind(MESSAGE.sync, (encoder) => syncProtocol.writeUpdate(encoder, update));
  }

  sendStep2(update: Uint8Array): void {
    this.sendKind(MESSAGE.sync, (encoder) => {
      encoding.writeVarUint(encoder, syncProtocol.messageYjsSyncStep2);
      encoding.writeVarUint8Array(encoder, update);
    });
  }

  /** Changes the document and sends what came of it, then a marker; gives the marker. */
  edit(
    change: (fragment: Y.XmlFragment) => void,
    send: (update: Uint8Array) => void = (u) => this.sendUpdate(u),
  ): number {
    const updates: Uint8Array[] = [];
    const collect = (update: Uint8Array): void => void updates.push(update);
    this.doc.on("update", collect);
    this.doc.transact(() => change(textFragment(this.doc)));
    this.doc.off("update", collect);
    for (const update of updates) send(update);
    return this.mark();
  }

  mark(): number {
    this.markers += 1;
    const n = this.markers;
    this.sendKind(MESSAGE.marker, (encoder) => encoding.writeVarUint(encoder, n));
    return n;
  }

  /** All that was accepted before the marker is committed. */
  savedAt(n: number): Promise<void> {
    return this.until(() => this.saved.includes(n));
  }

  command(
    command: AnnotationCommand,
    textMarker: TextMarker | null = null,
    key: string = randomUUID(),
  ): Promise<CommandAnswer> {
    const answer = new Promise<CommandAnswer>((resolve, reject) => {
      this.answers.set(key, resolve);
      void this.closed.then(({ code }) => reject(new Error(`The socket was closed with ${code} before the answer.`)));
    });
    const envelope = JSON.stringify({ key, command, textMarker });
    this.sendKind(MESSAGE.command, (encoder) => encoding.writeVarString(encoder, envelope));
    return answer;
  }

  sendKind(kind: number, write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, kind);
    write(encoder);
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(encoding.toUint8Array(encoder));
  }

  close(): void {
    this.socket.close();
  }

  private receive(data: Uint8Array): void {
    const decoder = decoding.createDecoder(data);
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE.sync) this.sync(decoder);
    else if (kind === MESSAGE.saved) this.saved.push(decoding.readVarUint(decoder));
    else if (kind === MESSAGE.refused) {
      this.refused.push({ code: decoding.readVarString(decoder), text: decoding.readVarString(decoder) });
    } else if (kind === MESSAGE.answer) {
      const answer: CommandAnswer = JSON.parse(decoding.readVarString(decoder));
      this.answers.get(answer.key)?.(answer);
    } else if (kind === MESSAGE.notice) this.notices.push(JSON.parse(decoding.readVarString(decoder)));
    for (const look of [...this.watchers]) look();
  }

  private sync(decoder: decoding.Decoder): void {
    const step = decoding.readVarUint(decoder);
    const bytes = decoding.readVarUint8Array(decoder);
    if (step === syncProtocol.messageYjsSyncStep1) {
      this.sendStep2(Y.encodeStateAsUpdate(this.doc, bytes));
      return;
    }
    Y.applyUpdate(this.doc, bytes, this);
    if (step === syncProtocol.messageYjsSyncStep2) this.isSynced = true;
  }
}

/** A command that annotates the first occurrence of `quote` in the client's copy of the text. */
export function annotateWords(
  doc: Y.Doc,
  quote: string,
  options: { kind?: "highlight" | "comment" | "claim"; comment?: string; id?: string } = {},
): Extract<AnnotationCommand, { name: "create-annotation" }> {
  const map = readTextMap(doc);
  const start = map.text.indexOf(quote);
  const range = { start, end: start + quote.length };
  const positions = map.positionsOf(range);
  if (start < 0 || !positions) throw new Error(`“${quote}” is not in the text.`);
  return {
    name: "create-annotation",
    annotation: options.id ?? randomUUID(),
    kind: options.kind ?? "comment",
    anchor: { ...quoteOf(map.text, range), ...positions },
    comment: options.comment === undefined ? null : { id: randomUUID(), text: options.comment },
    tags: [],
  };
}

/** The text of the n-th block, for edits. */
export function blockText(fragment: Y.XmlFragment, index: number): Y.XmlText {
  const block = fragment.get(index);
  const text = block instanceof Y.XmlElement ? block.get(0) : null;
  if (!(text instanceof Y.XmlText)) throw new Error(`Block ${index} has no text.`);
  return text;
}
