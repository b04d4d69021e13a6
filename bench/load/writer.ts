/** One who types, with a document of their own as a browser has. */

import * as Y from "yjs";
import { now } from "../measure/clock.ts";
import { writeStamp } from "../measure/stamps.ts";
import { Client } from "./client.ts";
import { type Address, markerFrame, openingFrames, readMessage, updateFrame } from "./dialect.ts";

const FROM_SERVER = Symbol("from the server");

/** How writers type. */
export interface Typing {
  /** Updates a second, of each writer. */
  rate: number;
  /** Characters typed beside the stamp. */
  padding?: number;
  /** Takes away what was typed before, so that the text stays short. */
  replaces?: boolean;
}

export class Writer {
  readonly doc = new Y.Doc();
  readonly client: Client;
  /** Stamps sent. */
  sent = 0;
  private readonly address: Address;
  private readonly sentAt = new Map<number, number>();
  private readonly onSaved: (sentAt: number) => void;
  private stateWaiters: (() => void)[] = [];

  /** `onSaved` gets the moment at which was sent what the server now says it has saved. */
  constructor(address: Address, onSaved: (sentAt: number) => void) {
    this.address = address;
    this.onSaved = onSaved;
    // Of the upper half, so that it takes as many bytes in each run.
    this.doc.clientID = 2 ** 31 + Math.floor(Math.random() * 2 ** 31);
    this.client = new Client(address, {
      state: (bytes) => Y.applyUpdate(this.doc, bytes, FROM_SERVER),
      frame: (payload) => this.take(payload),
    });
    this.doc.on("update", (update: Uint8Array, from: unknown) => {
      if (from !== FROM_SERVER) this.client.socket.send(updateFrame(address, update));
    });
  }

  get fragment(): Y.XmlFragment {
    return this.doc.getXmlFragment("default");
  }

  /** Our server makes a bulletin with a paragraph; on the others the first writer does. */
  ensureParagraph(): void {
    if (this.fragment.length > 0) return;
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText()]);
    this.fragment.insert(0, [paragraph]);
  }

  text(index = 0): Y.XmlText {
    const block = this.fragment.get(index);
    const text = block instanceof Y.XmlElement ? block.get(0) : null;
    if (!(text instanceof Y.XmlText)) throw new Error(`Block ${index} has no text.`);
    return text;
  }

  /** @param origin moment that stamps count from */
  type({ padding = 0, replaces = false }: Typing, filler: string, origin: number): void {
    const at = now();
    const text = this.text();
    this.doc.transact(() => {
      if (replaces) text.delete(0, text.length);
      text.insert(text.length, writeStamp(this.sent, at - origin) + filler.slice(0, padding));
    });
    if (this.address.hasMarkers) {
      this.sentAt.set(this.sent, at);
      this.client.socket.send(markerFrame(this.address, this.sent));
    }
    this.sent++;
  }

  /** Resolves when the server has taken all that was sent: it answers a socket's messages in order. */
  flush(): Promise<void> {
    return new Promise((resolve) => {
      this.stateWaiters.push(resolve);
      const [ask] = openingFrames(this.address, Y.encodeStateVector(this.doc)).slice(-1);
      if (ask) this.client.socket.send(ask);
    });
  }

  private take(payload: Buffer): void {
    const message = readMessage(this.address, payload);
    if (message.kind === "state" || message.kind === "update") {
      Y.applyUpdate(this.doc, message.bytes, FROM_SERVER);
      if (message.kind === "state") this.stateWaiters.shift()?.();
    } else if (message.kind === "saved") {
      const at = this.sentAt.get(message.n);
      if (at !== undefined) this.onSaved(at);
      this.sentAt.delete(message.n);
    }
  }
}
