/** One room's socket: y-websocket's provider, with our own kinds of message on top. */

import * as decoding from "lib0/decoding";
import { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import { type Doc, encodeStateAsUpdate, encodeStateVector } from "yjs";
import type { CommandAnswer } from "../../domain/annotation/command.ts";
import { MESSAGE, type Notice, type RoomName } from "../../domain/protocol/protocol.ts";
import { answerMessage, helloMessage, questionMessage, SYNC_STEP_1, SYNC_STEP_2, updateMessage } from "./messages.ts";

export interface RoomEvents {
  onOnline(isOnline: boolean): void;
  /** The server's state is in the document; again after every reconnect, and after `ask`. */
  onLoaded(): void;
  /**
   * From here on updates are sent as they are made; again after every reconnect. `isAsked`: the server asked for what it
   * lacks, and got it. Else it takes no updates of this person, and will say why.
   */
  onHandedOver?(isAsked: boolean): void;
  /** An update of ours, before it is sent. */
  onWritten?(update: Uint8Array, origin: unknown): void;
  /** The same, after it was sent if the connection is ready for it. */
  onSent?(): void;
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
  /** Asks the server once more for what it has; `onLoaded` tells when the answer to the latest question is there. */
  ask(): void;
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
  /** Asked on the present connection and not answered; the server answers in order. */
  let questions = 0;

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
    events.onWritten?.(update, origin);
    if (isHandedOver) send(updateMessage(update));
    events.onSent?.();
  };
  // The other rooms are the server's to write; who listens makes Yjs encode once more whatever has come, at opening all of it.
  if (room === "text") doc.on("update", onUpdate);

  // At once, not when the provider has time: an edit in between would be neither in the answer nor sent after it.
  const handOver = (stateVector: Uint8Array): void => {
    send(answerMessage(encodeStateAsUpdate(doc, stateVector)));
    isHandedOver = true;
    events.onHandedOver?.(true);
  };

  const handlers = provider.messageHandlers;
  const readSync = handlers[MESSAGE.sync];
  if (!readSync) throw new Error("y-websocket handles sync messages.");
  handlers[MESSAGE.sync] = (encoder, decoder, from, emitSynced, kind) => {
    if (decoding.peekVarUint(decoder) === SYNC_STEP_1) {
      decoding.readVarUint(decoder);
      return handOver(decoding.readVarUint8Array(decoder));
    }
    const isAnswer = decoding.peekVarUint(decoder) === SYNC_STEP_2;
    readSync(encoder, decoder, from, emitSynced, kind);
    if (!isAnswer) return;
    // It also sends one unasked, to who could not take all that was sent.
    questions = Math.max(0, questions - 1);
    // A writer is asked before anything is answered.
    if (!isHandedOver) {
      isHandedOver = true;
      events.onHandedOver?.(false);
    }
    if (questions === 0) events.onLoaded();
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
    // The provider's own follows at once.
    questions = 1;
    // Before the provider's own first message: the server then knows from the start whom it talks to.
    if (status === "connected") send(helloMessage(replica));
    if (status !== "connecting") events.onOnline(status === "connected");
  });
  provider.on("closed", ({ code }) => events.onClosed(code));
  provider.connect();

  return {
    send,
    ask() {
      if (send(questionMessage(encodeStateVector(doc)))) questions++;
    },
    pause: () => provider.disconnect(),
    resume: () => provider.connect(),
    close() {
      doc.off("update", onUpdate);
      provider.destroy();
      if (!awareness) presence.destroy();
    },
  };
}
