/** One room's socket: y-websocket's provider, with our own kinds of message on top. */

import * as decoding from "lib0/decoding";
import { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import type { Doc } from "yjs";
import type { CommandAnswer } from "../../domain/annotation/command.ts";
import { MESSAGE, type Notice, type RoomName } from "../../domain/protocol/protocol.ts";
import { helloMessage, SYNC_STEP_1, updateMessage } from "./messages.ts";

export interface RoomEvents {
  onOnline(isOnline: boolean): void;
  /** The server's state is in the document; again after every reconnect. */
  onLoaded(): void;
  /** All that the document holds and the server lacks has been sent; again after every reconnect. */
  onHandedOver?(): void;
  /** An update of ours, after it was sent if the connection is ready for it. */
  onLocalUpdate?(): void;
  onSaved?(n: number): void;
  onRefused?(code: string, text: string): void;
  onAnswer?(answer: CommandAnswer): void;
  onNotice(notice: Notice): void;
  /** A final close code (4400–4499). */
  onClosed(code: number): void;
}

export interface RoomConnection {
  /** False when there is no connection to send on. */
  send(message: Uint8Array): boolean;
  /** The browser lost or found its network. */
  pause(): void;
  resume(): void;
  close(): void;
}

interface Room {
  /** ws(s)://HOST/sync/ID */
  address: string;
  room: RoomName;
  doc: Doc;
  /** Id of this copy of the document. */
  replica: string;
  /** Null: the room has no presence. */
  awareness: Awareness | null;
}

export function connectRoom({ address, room, doc, replica, awareness }: Room, events: RoomEvents): RoomConnection {
  const presence = awareness ?? new Awareness(doc);
  if (!awareness) presence.setLocalState(null);
  const provider = new WebsocketProvider(address, room, doc, {
    awareness: presence,
    connect: false,
    disableBc: true,
  });
  let isHandedOver = false;

  const send = (message: Uint8Array): boolean => {
    const socket = provider.ws;
    if (!provider.wsconnected || !socket || socket.readyState !== WebSocket.OPEN) return false;
    socket.send(new Uint8Array(message));
    return true;
  };

  // The provider would send an edit made between the connection's opening and the exchange of states at once: the
  // server, lacking what was typed offline before it, would have to refuse it as a gap.
  doc.off("update", provider._updateHandler);
  const onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === provider) return;
    if (isHandedOver) send(updateMessage(update));
    events.onLocalUpdate?.();
  };
  doc.on("update", onUpdate);

  const handlers = provider.messageHandlers;
  const readSync = handlers[MESSAGE.sync];
  if (!readSync) throw new Error("y-websocket handles sync messages.");
  handlers[MESSAGE.sync] = (encoder, decoder, from, emitSynced, kind) => {
    const isQuestion = decoding.peekVarUint(decoder) === SYNC_STEP_1;
    readSync(encoder, decoder, from, emitSynced, kind);
    if (!isQuestion) return;
    const socket = provider.ws;
    // The provider sends our answer, the missing updates, when this handler returns; a microtask comes after that.
    queueMicrotask(() => {
      if (provider.ws !== socket) return;
      isHandedOver = true;
      events.onHandedOver?.();
    });
  };
  handlers[MESSAGE.saved] = (_, decoder) => events.onSaved?.(decoding.readVarUint(decoder));
  handlers[MESSAGE.refused] = (_, decoder) => {
    const code = decoding.readVarString(decoder);
    events.onRefused?.(code, decoding.readVarString(decoder));
  };
  handlers[MESSAGE.answer] = (_, decoder) => events.onAnswer?.(JSON.parse(decoding.readVarString(decoder)));
  handlers[MESSAGE.notice] = (_, decoder) => events.onNotice(JSON.parse(decoding.readVarString(decoder)));

  provider.on("status", ({ status }) => {
    isHandedOver = false;
    // Before the provider's own first message: the server then knows from the start whom it talks to.
    if (status === "connected") send(helloMessage(replica));
    if (status !== "connecting") events.onOnline(status === "connected");
  });
  provider.on("sync", (isSynced) => isSynced && events.onLoaded());
  provider.on("closed", ({ code }) => events.onClosed(code));
  provider.connect();

  return {
    send,
    pause: () => provider.disconnect(),
    resume: () => provider.connect(),
    close() {
      doc.off("update", onUpdate);
      provider.destroy();
      if (!awareness) presence.destroy();
    },
  };
}
