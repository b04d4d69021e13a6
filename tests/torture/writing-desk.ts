/** Where a writer's edits go: through a client of ours, which asks whether they are saved, or through a stock one. */

import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { MESSAGE } from "../../domain/protocol/protocol.ts";
import type { News } from "./news.ts";
import type { Door, RoomClient } from "./room-client.ts";
import { isPartial } from "./states.ts";

export interface WritingDesk {
  /** Another one after `reopen`. */
  readonly doc: Y.Doc;
  readonly isLoaded: boolean;
  /** How many edits there are of which nobody knows yet whether the server has them. */
  waiting(): number;
  /** `onSaved` runs once the server has said that it has it. */
  edit(change: () => void, onSaved?: () => void): void;
  goOffline(): void;
  goOnline(): void;
  reopen(): void;
}

interface Waiting {
  n: number;
  onSaved: () => void;
}

/** @param onSaved after each acknowledged edit */
export function ourDesk(room: RoomClient, onSaved: () => void): WritingDesk {
  let waiting: Waiting[] = [];
  const settle = (): void => {
    const saved = waiting.filter(({ n }) => n <= room.saved);
    waiting = waiting.filter(({ n }) => n > room.saved);
    for (const each of saved) {
      each.onSaved();
      onSaved();
    }
  };
  let isLoaded = false;
  return {
    get doc() {
      return room.doc;
    },
    get isLoaded() {
      isLoaded ||= room.isSynced;
      return isLoaded;
    },
    waiting() {
      settle();
      return waiting.length;
    },
    edit(change, onEditSaved = () => {}) {
      change();
      waiting.push({ n: room.mark(), onSaved: onEditSaved });
    },
    goOffline: () => room.goOffline(),
    goOnline: () => room.goOnline(),
    reopen: () => room.reopen(),
  };
}

/**
 * `WebsocketProvider` as it comes; it has no way to ask. What it typed is known to be stored when a reader sees it; what
 * it took out is not known.
 */
export function stockDesk(door: Door, reader: RoomClient, news: News): WritingDesk & { close(): void } {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${door.url.replace(/^http/, "ws")}/sync/${door.bulletin}`, door.room, doc, {
    disableBc: true,
    params: { token: door.token },
    // ws's class has what the provider uses of a browser's.
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
  });
  // What it types between the socket's opening and the exchange of states is a gap, refused, and comes with the latter.
  provider.messageHandlers[MESSAGE.auth] = () => {};
  let isLoaded = false;
  let waiting: { clock: number; onSaved: () => void }[] = [];
  provider.on("sync", (isSynced: boolean) => {
    isLoaded ||= isSynced;
    news.tell();
  });
  doc.on("update", () => {
    if (isPartial(doc)) news.fail(new Error("A stock client was sent a change without what it builds on."));
  });
  provider.on("closed", ({ code }) => news.fail(new Error(`A stock client was sent away for good: ${code}.`)));
  const clock = (of: Y.Doc): number => Y.getState(of.store, doc.clientID);
  return {
    doc,
    get isLoaded() {
      return isLoaded;
    },
    waiting() {
      const seen = clock(reader.doc);
      for (const each of waiting) if (each.clock <= seen) each.onSaved();
      waiting = waiting.filter((each) => each.clock > seen);
      return waiting.length;
    },
    edit(change, onSaved = () => {}) {
      const before = clock(doc);
      change();
      const after = clock(doc);
      if (after > before) waiting.push({ clock: after, onSaved });
    },
    goOffline: () => provider.disconnect(),
    goOnline: () => provider.connect(),
    reopen: () => provider.connect(),
    close() {
      provider.destroy();
      doc.destroy();
    },
  };
}
