/** A connection to a room without a network: what the server sends is read at once. */

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { canEditText, type Role } from "../../domain/permissions/permissions.ts";
import { MESSAGE } from "../../domain/protocol/protocol.ts";
import { Connection } from "../../server/sync/connection.ts";
import type { Room } from "../../server/sync/room.ts";

export class TestSocket {
  readonly connection: Connection;
  /** What the server told, in order. */
  readonly heard: string[] = [];
  /** Built of nothing but what the server sent. */
  readonly doc = new Y.Doc();
  closed: number | null = null;

  constructor(room: Room, { user = "u1", role = "editor" }: { user?: string; role?: Role } = {}) {
    const canWrite = canEditText({ role });
    const socket: WebSocket = Object.create(WebSocket.prototype, {
      readyState: { get: () => (this.closed === null ? WebSocket.OPEN : WebSocket.CLOSED) },
      bufferedAmount: { value: 0 },
    });
    socket.send = (data: unknown) => {
      if (data instanceof Uint8Array) this.hear(data);
    };
    socket.close = (code) => {
      this.closed = code ?? 1000;
    };
    const none = (): void => {};
    this.connection = new Connection(
      socket,
      { actor: { id: user, name: user, role }, canWrite, sessionId: null },
      {
        update: (from, bytes) => room.receive(from, bytes),
        afterCommit: (run) => room.afterCommit(run),
        doc: () => room.doc,
        marker: none,
        presence: none,
        queryPresence: none,
        command: async () => ({ key: "", ok: true }),
        closed: (connection) => void room.sockets.delete(connection),
      },
    );
    room.sockets.add(this.connection);
  }

  private hear(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE.sync) {
      const step = decoding.readVarUint(decoder);
      const payload = decoding.readVarUint8Array(decoder);
      if (step > 0) Y.applyUpdate(this.doc, payload);
      this.heard.push(["step1", "step2", "update"][step] ?? "?");
    } else if (kind === MESSAGE.saved) this.heard.push(`saved ${decoding.readVarUint(decoder)}`);
    else if (kind === MESSAGE.refused) this.heard.push(`refused ${decoding.readVarString(decoder)}`);
    else if (kind === MESSAGE.awareness) this.heard.push(`presence ${readPresence(decoder)}`);
    else this.heard.push(`kind ${kind}`);
  }

  private say(...parts: (number | string | Uint8Array)[]): void {
    const encoder = encoding.createEncoder();
    for (const part of parts) {
      if (typeof part === "number") encoding.writeVarUint(encoder, part);
      else if (typeof part === "string") encoding.writeVarString(encoder, part);
      else encoding.writeVarUint8Array(encoder, part);
    }
    this.connection.receive(encoding.toUint8Array(encoder));
  }

  hello(): void {
    this.say(MESSAGE.hello, 1, "replica");
  }
  update(bytes: Uint8Array): void {
    this.say(MESSAGE.sync, 2, bytes);
  }
  marker(n: number): void {
    this.say(MESSAGE.marker, n);
  }
  askState(): void {
    this.say(MESSAGE.sync, 0, Y.encodeStateVector(this.doc));
  }
}

function readPresence(decoder: decoding.Decoder): string {
  const inner = decoding.createDecoder(decoding.readVarUint8Array(decoder));
  const parts: string[] = [];
  for (let left = decoding.readVarUint(inner); left > 0; left--) {
    parts.push(`${decoding.readVarUint(inner)}@${decoding.readVarUint(inner)} ${decoding.readVarString(inner)}`);
  }
  return parts.join("; ");
}
