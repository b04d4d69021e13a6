/** One socket in one room: reads its messages, writes frames, and knows who sits behind it. */

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { WebSocket } from "ws";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import type { CommandAnswer } from "../../domain/annotation/command.ts";
import type { Actor } from "../../domain/permissions/permissions.ts";
import { CLOSE, type CloseName, MESSAGE, type Notice, SCHEMA_VERSION } from "../../domain/protocol/protocol.ts";

/** A reader so far behind that this waits in memory is dropped, and syncs again when it is back. */
const WAITING_MAX_BYTES = 16 * 1024 * 1024;

/** y-protocols/auth: the one message kind by which a stock client can be told why. */
const PERMISSION_DENIED = 0;

/** An empty presence frame. */
const KEEP_ALIVE = new Uint8Array([0]);

/** What the room and its commands do with a socket's messages. */
export interface ConnectionHandlers {
  update(connection: Connection, bytes: Uint8Array): void;
  /** Runs when all that was accepted before is committed. */
  afterCommit(run: () => void): void;
  doc(): Y.Doc;
  marker(connection: Connection, n: number): void;
  presence(connection: Connection, update: Uint8Array): void;
  queryPresence(connection: Connection): void;
  command(connection: Connection, envelope: unknown): Promise<CommandAnswer>;
  closed(connection: Connection): void;
}

export class Connection {
  actor: Actor;
  /** May send updates to this room. */
  canWrite: boolean;
  readonly sessionId: string | null;
  /** The UUID by which the client names its copy of the document; null for stock clients. */
  replica: string | null = null;
  private readonly socket: WebSocket;
  private readonly handlers: ConnectionHandlers;
  private speaksOurs = false;
  private commands: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(
    socket: WebSocket,
    who: { actor: Actor; canWrite: boolean; sessionId: string | null },
    handlers: ConnectionHandlers,
  ) {
    this.socket = socket;
    this.actor = who.actor;
    this.canWrite = who.canWrite;
    this.sessionId = who.sessionId;
    this.handlers = handlers;
    socket.on("close", () => this.ended());
  }

  private ended(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.handlers.closed(this);
  }

  /** Shows that the connection lives: a stock client gives up after 30 s without data. */
  keepAlive(): void {
    this.sendPresence(KEEP_ALIVE);
  }

  /** Asks a writer for what it has and the server has not. Only when the room is loaded: never of an empty document. */
  greet(): void {
    if (!this.canWrite) return;
    this.handlers.afterCommit(() => this.sendStep1());
  }

  private sendStep1(): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE.sync);
    syncProtocol.writeSyncStep1(encoder, this.handlers.doc());
    this.send(encoding.toUint8Array(encoder));
  }

  /** Reads one message; one that can't be read ends the connection. */
  receive(bytes: Uint8Array): void {
    if (this.isClosed) return;
    try {
      this.dispatch(decoding.createDecoder(bytes));
    } catch {
      this.close("malformed");
    }
  }

  private dispatch(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder);
    switch (kind) {
      case MESSAGE.sync:
        return this.sync(decoder);
      case MESSAGE.awareness:
        return this.handlers.presence(this, decoding.readVarUint8Array(decoder));
      case MESSAGE.queryAwareness:
        return this.handlers.queryPresence(this);
      case MESSAGE.auth:
        return;
      case MESSAGE.hello:
        return this.hello(decoding.readVarUint(decoder), decoding.readVarString(decoder));
      case MESSAGE.marker: {
        this.speaksOurs = true;
        const n = decoding.readVarUint(decoder);
        this.handlers.afterCommit(() => {
          this.handlers.marker(this, n);
          this.sendKind(MESSAGE.saved, (encoder) => encoding.writeVarUint(encoder, n));
        });
        return;
      }
      case MESSAGE.command:
        return this.command(decoding.readVarString(decoder));
      default:
        // A kind of a later version: not for us.
        return;
    }
  }

  private sync(decoder: decoding.Decoder): void {
    const step = decoding.readVarUint(decoder);
    const bytes = decoding.readVarUint8Array(decoder);
    if (step === syncProtocol.messageYjsSyncStep1) {
      Y.decodeStateVector(bytes);
      this.handlers.afterCommit(() => this.sendStep2(bytes));
    } else if (step === syncProtocol.messageYjsSyncStep2 || step === syncProtocol.messageYjsUpdate) {
      this.handlers.update(this, bytes);
    } else {
      this.close("malformed");
    }
  }

  private sendStep2(stateVector: Uint8Array): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE.sync);
    syncProtocol.writeSyncStep2(encoder, this.handlers.doc(), stateVector);
    this.send(encoding.toUint8Array(encoder));
  }

  private hello(schemaVersion: number, replica: string): void {
    this.speaksOurs = true;
    if (schemaVersion < SCHEMA_VERSION) this.close("outdatedSchema");
    else this.replica = replica;
  }

  private command(json: string): void {
    this.speaksOurs = true;
    const envelope: unknown = JSON.parse(json);
    // One after the other: a reply follows the annotation that it replies to, which may wait for its text.
    this.commands = this.commands.then(async () => {
      this.sendJson(MESSAGE.answer, await this.handlers.command(this, envelope));
    });
  }

  sendUpdate(update: Uint8Array): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE.sync);
    syncProtocol.writeUpdate(encoder, update);
    this.send(encoding.toUint8Array(encoder));
  }

  sendPresence(update: Uint8Array): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE.awareness);
    encoding.writeVarUint8Array(encoder, update);
    this.send(encoding.toUint8Array(encoder));
  }

  /** Tells why an update was not taken; a stock client by the one message that it knows. */
  refuse(code: string, text: string): void {
    if (this.speaksOurs) {
      this.sendKind(MESSAGE.refused, (encoder) => {
        encoding.writeVarString(encoder, code);
        encoding.writeVarString(encoder, text);
      });
      return;
    }
    this.sendKind(MESSAGE.auth, (encoder) => {
      encoding.writeVarUint(encoder, PERMISSION_DENIED);
      encoding.writeVarString(encoder, text);
    });
  }

  notify(notice: Notice): void {
    if (this.speaksOurs) this.sendJson(MESSAGE.notice, notice);
  }

  close(name: CloseName): void {
    const { code, reason } = CLOSE[name];
    this.socket.close(code, reason);
    this.ended();
  }

  private sendJson(kind: number, value: unknown): void {
    this.sendKind(kind, (encoder) => encoding.writeVarString(encoder, JSON.stringify(value)));
  }

  private sendKind(kind: number, write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, kind);
    write(encoder);
    this.send(encoding.toUint8Array(encoder));
  }

  private send(bytes: Uint8Array): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > WAITING_MAX_BYTES) {
      this.close("tooSlow");
      this.socket.terminate();
      return;
    }
    this.socket.send(bytes);
  }
}
