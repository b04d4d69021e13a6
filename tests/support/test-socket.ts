/** A connection to a room without a network: what the server sends is read at once, or when the test lets it. */

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import type { CommandAnswer } from "../../domain/annotation/command.ts";
import { canEditText, type Role } from "../../domain/permissions/permissions.ts";
import { MESSAGE } from "../../domain/protocol/protocol.ts";
import { Connection } from "../../server/sync/connection.ts";
import { messageOf } from "../../server/sync/frame.ts";
import type { Allowance } from "../../server/sync/limits.ts";
import type { SyncMetrics } from "../../server/sync/metrics.ts";
import type { Presence } from "../../server/sync/presence.ts";
import type { Room } from "../../server/sync/room.ts";
import type { Wire } from "../../server/sync/wire.ts";

export interface TestSocketOptions {
  user?: string;
  role?: Role;
  presence?: Presence;
  metrics?: SyncMetrics;
  allowance?: Allowance;
  command?: (envelope: unknown) => Promise<CommandAnswer>;
  /** The socket is gone, whoever ended it. */
  closed?: (connection: Connection) => void;
}

export class TestSocket {
  readonly connection: Connection;
  /** What the server told, in order. */
  readonly heard: string[] = [];
  /** Built of nothing but what the server sent. */
  readonly doc = new Y.Doc();
  closed: number | null = null;
  /** Cut off without a goodbye. */
  isTerminated = false;
  /** Not read from by the server. */
  isPaused = false;
  pings = 0;
  /** Shows the server that the client lives. */
  lifeSign = 0;
  private isReading = true;
  private readonly waiting: Buffer[] = [];
  private whenDrained: (() => void)[] = [];

  constructor(room: Room, options: TestSocketOptions = {}) {
    const { user = "u1", role = "editor", presence, metrics, allowance, command } = options;
    const { closed = (connection) => void room.sockets.delete(connection) } = options;
    const none = (): void => {};
    this.connection = new Connection(
      this.wire(),
      { actor: { id: user, name: user, role }, canWrite: canEditText({ role }), sessionId: null },
      {
        update: (from, bytes) => room.receive(from, bytes),
        afterCommit: (run) => room.afterCommit(run),
        doc: () => room.doc,
        state: (stateVector) => room.stateFrames(stateVector),
        marker: none,
        presence: (from, update) => presence?.receive(from, update),
        hello: () => {},
        queryPresence: (from) => presence?.sendAll(from),
        command: async (_, envelope) => command?.(envelope) ?? { key: "", ok: true },
        closed,
      },
      { ...(metrics && { metrics }), ...(allowance && { allowance }) },
    );
    room.sockets.add(this.connection);
  }

  /** One that has asked for the state and got it, and has heard nothing since. */
  static async joined(room: Room, options: TestSocketOptions = {}): Promise<TestSocket> {
    const socket = new TestSocket(room, options);
    socket.askState();
    await room.read(() => null);
    socket.heard.length = 0;
    return socket;
  }

  private wire(): Wire {
    const isOpen = (): boolean => this.closed === null && !this.isTerminated;
    const bytesWaiting = (): number => this.waiting.reduce((sum, { length }) => sum + length, 0);
    const lifeSign = (): number => this.lifeSign;
    return {
      get isOpen() {
        return isOpen();
      },
      get bytesWaiting() {
        return bytesWaiting();
      },
      get lifeSign() {
        return lifeSign();
      },
      write: (frame) => {
        if (!isOpen()) return;
        if (this.isReading) this.hear(messageOf(frame));
        else this.waiting.push(frame);
      },
      whenDrained: (run) => {
        if (this.waiting.length === 0) run();
        else this.whenDrained.push(run);
      },
      ping: () => void this.pings++,
      close: (code) => {
        this.closed ??= code;
      },
      terminate: () => {
        this.isTerminated = true;
      },
      pause: () => {
        this.isPaused = true;
      },
      resume: () => {
        this.isPaused = false;
      },
    };
  }

  /** From now on what the server sends waits. */
  stopReading(): void {
    this.isReading = false;
  }

  /** Reads what waits, and on. */
  readOn(): void {
    this.isReading = true;
    for (const frame of this.waiting.splice(0)) this.hear(messageOf(frame));
    for (const run of this.whenDrained.splice(0)) run();
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
  presence(update: Uint8Array): void {
    this.say(MESSAGE.awareness, update);
  }
  command(envelope: unknown): void {
    this.say(MESSAGE.command, JSON.stringify(envelope));
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
