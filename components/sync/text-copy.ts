/** One local copy of the bulletin's text: its document, its socket, and the markers by which its edits are known as saved. */

import { Awareness } from "y-protocols/awareness";
import { Doc, encodeStateAsUpdate } from "yjs";
import type { TextMarker } from "../../domain/annotation/command.ts";
import type { Notice } from "../../domain/protocol/protocol.ts";
import type { KeptUpdate } from "./kept-database.ts";
import { type Leftover, takeIn } from "./leftover-text.ts";
import { markerMessage, updateMessage } from "./messages.ts";
import { connectRoom, type RoomConnection } from "./room-connection.ts";
import { newId } from "./uuid.ts";

export interface TextCopyEvents {
  onOnline(isOnline: boolean): void;
  onLoaded(): void;
  /** Whether the server takes text from this person; with each connection. */
  onHandedOver(isAsked: boolean): void;
  /** An edit made here; before it is sent. */
  onWritten(written: KeptUpdate): void;
  /** Marker `n` follows the latest change. */
  onChanged(n: number): void;
  onSaved(n: number): void;
  onRefused(code: string, text: string): void;
  onNotice(notice: Notice): void;
  onClosed(code: number): void;
}

/** Origin of what earlier pages left behind. */
const LEFTOVER = Symbol("leftover text");

export class TextCopy {
  readonly doc = new Doc();
  readonly awareness = new Awareness(this.doc);
  readonly replica = newId();
  #markers = 0;
  #acknowledged = 0;
  #written: KeptUpdate[] = [];
  #connection: RoomConnection | null = null;
  #isHandedOver = false;
  #wasHandedOver = false;

  connect(address: string, events: TextCopyEvents): void {
    const sendMarker = (): void => {
      if (this.#markers > 0) this.#connection?.send(markerMessage(this.#markers));
    };
    this.#connection = connectRoom(
      { address, room: "text", doc: this.doc, replica: this.replica, awareness: this.awareness },
      {
        onOnline: (isOnline) => {
          this.#isHandedOver = false;
          if (isOnline) this.#wasHandedOver = false;
          events.onOnline(isOnline);
        },
        onLoaded: events.onLoaded,
        onHandedOver: (isAsked) => {
          this.#isHandedOver = true;
          this.#wasHandedOver = true;
          // Not asked for it, we hand it in all the same: refused, its words are kept for the person.
          if (!isAsked && this.#acknowledged < this.#markers) {
            this.#connection?.send(updateMessage(encodeStateAsUpdate(this.doc)));
          }
          // Again after every reconnect: a command may wait for it, and the server may have forgotten us.
          sendMarker();
          events.onHandedOver(isAsked);
        },
        onWritten: (update, origin) => {
          this.#markers++;
          if (origin === LEFTOVER) return;
          const written = { replica: this.replica, n: this.#markers, update };
          this.#written.push(written);
          events.onWritten(written);
        },
        onSent: () => {
          events.onChanged(this.#markers);
          if (this.#isHandedOver) sendMarker();
        },
        onSaved: (n) => {
          this.#acknowledged = Math.max(this.#acknowledged, n);
          this.#written = this.#written.filter((written) => written.n > n);
          events.onSaved(n);
        },
        onRefused: events.onRefused,
        onNotice: events.onNotice,
        onClosed: events.onClosed,
      },
    );
  }

  /** The text that a command given now was made on; null when it is the server's own. */
  marker(): TextMarker | null {
    return this.#markers > 0 ? { replica: this.replica, n: this.#markers } : null;
  }

  /** Edits made in this copy and not acknowledged. */
  get written(): readonly KeptUpdate[] {
    return this.#written;
  }

  /** Whether what it holds was sent on the present connection, or on the last one. */
  get wasHandedOver(): boolean {
    return this.#wasHandedOver;
  }

  /** Takes in what fits; returns the marker after which the server has it. */
  takeIn(leftovers: readonly Leftover[]): number {
    takeIn(this.doc, leftovers, LEFTOVER);
    return this.#markers;
  }

  isSaved(marker: number): boolean {
    return this.#acknowledged >= marker;
  }

  /** Asks the server for what it has by now; `onLoaded` follows, at once or when there is a connection. */
  ask(): void {
    this.#connection?.ask();
  }

  pause(): void {
    this.#connection?.pause();
  }

  resume(): void {
    this.#connection?.resume();
  }

  disconnect(): void {
    this.#connection?.close();
    this.#connection = null;
  }
}
