/** One local copy of the bulletin's text: its document, its socket, and the markers by which its edits are known as saved. */

import { Awareness } from "y-protocols/awareness";
import { Doc } from "yjs";
import type { TextMarker } from "../../domain/annotation/command.ts";
import type { Notice } from "../../domain/protocol/protocol.ts";
import { markerMessage } from "./messages.ts";
import { connectRoom, type RoomConnection } from "./room-connection.ts";
import { newId } from "./uuid.ts";

export interface TextCopyEvents {
  onOnline(isOnline: boolean): void;
  onLoaded(): void;
  /** Marker `n` follows the latest local edit. */
  onChanged(n: number): void;
  onSaved(n: number): void;
  onRefused(code: string, text: string): void;
  onNotice(notice: Notice): void;
  onClosed(code: number): void;
}

export class TextCopy {
  readonly doc = new Doc();
  readonly awareness = new Awareness(this.doc);
  readonly replica = newId();
  #markers = 0;
  #connection: RoomConnection | null = null;

  connect(address: string, events: TextCopyEvents): void {
    const sendMarker = (): void => {
      if (this.#markers > 0) this.#connection?.send(markerMessage(this.#markers));
    };
    let isHandedOver = false;
    this.#connection = connectRoom(
      { address, room: "text", doc: this.doc, replica: this.replica, awareness: this.awareness },
      {
        onOnline(isOnline) {
          isHandedOver = false;
          events.onOnline(isOnline);
        },
        onLoaded: events.onLoaded,
        onHandedOver() {
          isHandedOver = true;
          // Again after every reconnect: a command may wait for it, and the server may have forgotten us.
          sendMarker();
        },
        onLocalUpdate: () => {
          this.#markers++;
          events.onChanged(this.#markers);
          if (isHandedOver) sendMarker();
        },
        onSaved: events.onSaved,
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
