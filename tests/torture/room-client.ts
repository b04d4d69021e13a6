/**
 * Our own client's side of one room, without a browser: it comes back by itself, hands in what was not acknowledged,
 * and asks by markers what is saved.
 */

import { randomUUID } from "node:crypto";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import WebSocket from "ws";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import { commandMessage, helloMessage, markerMessage, updateMessage } from "../../components/sync/messages.ts";
import type { CommandAnswer, CommandEnvelope, TextMarker } from "../../domain/annotation/command.ts";
import { MESSAGE, type RoomName } from "../../domain/protocol/protocol.ts";
import type { News } from "./news.ts";
import { isPartial } from "./states.ts";

/** A client that was closed comes back at once; closed again before it was served, after twice this, and so on. */
const BACK_OFF = 20;
const BACK_OFF_MAX = 1000;

const isFinal = (code: number): boolean => code >= 4400 && code < 4500;

export interface Door {
  /** http://…, of a server or of what stands before several. */
  url: string;
  bulletin: string;
  room: RoomName;
  token: string;
}

export class RoomClient {
  doc = new Y.Doc();
  replica = randomUUID();
  /** The server's state has arrived over the present socket. */
  isSynced = false;
  /** How often it has. */
  loads = 0;
  /** The newest marker that was acknowledged. */
  saved = 0;
  onAnswer: (answer: CommandAnswer) => void = () => {};
  onOpen: () => void = () => {};
  private readonly door: Door;
  private readonly news: News;
  private markers = 0;
  private socket: WebSocket | null = null;
  private isWanted = true;
  /** All that the server lacked has been sent; before that an update would be a gap. */
  private isHandedOver = false;
  private failures = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(door: Door, news: News) {
    this.door = door;
    this.news = news;
    this.follow();
    this.open();
  }

  /** Whether it has a socket that is, or is about to be, served. */
  get isConnected(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** The state that a command given now is made on. */
  get textMarker(): TextMarker | null {
    return this.markers > 0 ? { replica: this.replica, n: this.markers } : null;
  }

  /** Gives the marker that follows what was changed so far. */
  mark(): number {
    this.markers += 1;
    if (this.isHandedOver) this.send(markerMessage(this.markers));
    return this.markers;
  }

  /** False: there is no socket to send it on. */
  command(envelope: CommandEnvelope): boolean {
    if (!this.isConnected) return false;
    this.send(commandMessage(envelope));
    return true;
  }

  goOffline(): void {
    this.isWanted = false;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.socket?.terminate();
  }

  goOnline(): void {
    this.isWanted = true;
    if (!this.socket && !this.timer) this.open();
  }

  /** As when the tab is closed and opened again: the words come from the browser's disk, under a new client id. */
  reopen(): void {
    this.goOffline();
    const state = Y.encodeStateAsUpdate(this.doc);
    this.doc.destroy();
    this.doc = new Y.Doc();
    Y.applyUpdate(this.doc, state);
    this.replica = randomUUID();
    this.follow();
    this.goOnline();
  }

  /** Reads nothing any more, as a laptop that was just closed. */
  stall(): void {
    if (this.isConnected) this.socket?.pause();
  }

  readOn(): void {
    if (this.socket?.isPaused) this.socket.resume();
  }

  close(): void {
    this.goOffline();
    this.doc.destroy();
  }

  private follow(): void {
    const { doc } = this;
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this && this.isHandedOver && doc === this.doc) this.send(updateMessage(update));
    });
  }

  private open(): void {
    this.timer = null;
    const { url, bulletin, room, token } = this.door;
    const socket = new WebSocket(`${url.replace(/^http/, "ws")}/sync/${bulletin}/${room}?token=${token}`);
    this.socket = socket;
    socket.on("error", () => {});
    socket.on("open", () => {
      this.send(helloMessage(this.replica));
      this.send(
        encoding.encode((encoder) => {
          encoding.writeVarUint(encoder, MESSAGE.sync);
          syncProtocol.writeSyncStep1(encoder, this.doc);
        }),
      );
      this.onOpen();
      this.news.tell();
    });
    socket.on("message", (data: Buffer) => {
      if (socket === this.socket) this.receive(data);
    });
    socket.on("close", (code, reason) => {
      if (socket === this.socket) this.closed(code, String(reason));
    });
  }

  private closed(code: number, reason: string): void {
    this.socket = null;
    this.isSynced = false;
    this.isHandedOver = false;
    if (isFinal(code)) {
      this.isWanted = false;
      this.news.fail(new Error(`The ${this.door.room} room was closed for good: ${code} ${reason}`));
    }
    if (this.isWanted)
      this.timer = setTimeout(() => this.open(), Math.min(BACK_OFF_MAX, BACK_OFF * 2 ** this.failures));
    this.failures += 1;
    this.news.tell();
  }

  private receive(data: Uint8Array): void {
    const decoder = decoding.createDecoder(data);
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE.sync) this.sync(decoder);
    else if (kind === MESSAGE.saved) this.saved = Math.max(this.saved, decoding.readVarUint(decoder));
    else if (kind === MESSAGE.answer) this.onAnswer(JSON.parse(decoding.readVarString(decoder)));
    else if (kind === MESSAGE.refused) {
      const code = decoding.readVarString(decoder);
      this.news.fail(new Error(`An honest update was refused: ${code}: ${decoding.readVarString(decoder)}`));
    }
    this.news.tell();
  }

  private sync(decoder: decoding.Decoder): void {
    const step = decoding.readVarUint(decoder);
    const bytes = decoding.readVarUint8Array(decoder);
    if (step === syncProtocol.messageYjsSyncStep1) return this.handOver(bytes);
    Y.applyUpdate(this.doc, bytes, this);
    if (isPartial(this.doc)) this.news.fail(new Error("A client was sent a change without what it builds on."));
    if (step !== syncProtocol.messageYjsSyncStep2) return;
    this.isSynced = true;
    this.loads += 1;
    this.failures = 0;
  }

  private handOver(stateVector: Uint8Array): void {
    this.send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, MESSAGE.sync);
        syncProtocol.writeSyncStep2(encoder, this.doc, stateVector);
      }),
    );
    this.isHandedOver = true;
    // Again after each return: the server may have forgotten us, and a command may wait for it.
    if (this.markers > 0) this.send(markerMessage(this.markers));
  }

  private send(message: Uint8Array): void {
    if (this.isConnected) this.socket?.send(message);
  }
}
