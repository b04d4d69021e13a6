/** One socket in one room: reads its messages, answers them, and knows who sits behind it. */

import * as Y from "yjs";
import type { CommandAnswer } from "../../domain/annotation/command.ts";
import type { Actor } from "../../domain/permissions/permissions.ts";
import { CLOSE, type CloseName, MESSAGE, type Notice, SCHEMA_VERSION } from "../../domain/protocol/protocol.ts";
import { deniedFrame, jsonFrame, KEEP_ALIVE, refusedFrame, savedFrame, step1Frame } from "./answers.ts";
import { type ClientMessage, readClientMessage, worthOf } from "./client-message.ts";
import { CommandQueue } from "./command-queue.ts";
import { updateFrame } from "./fan-out.ts";
import { Intake } from "./intake.ts";
import { type Allowance, UNLIMITED } from "./limits.ts";
import { NO_METRICS, type SocketEnd, type SyncMetrics } from "./metrics.ts";
import { Outlet } from "./outlet.ts";
import type { Wire } from "./wire.ts";

/** Pings that may stay unanswered. */
const BEATS_IN_SILENCE_MAX = 2;

/** Of updates no more waits for commits than this, in bytes: a slow disk must not fill the memory. */
const UNCOMMITTED_MAX_BYTES = 8 * 1024 * 1024;

/** What the room and its commands do with a socket's messages. */
export interface ConnectionHandlers {
  update(connection: Connection, bytes: Uint8Array): void;
  /** Runs when all that was accepted before is committed. */
  afterCommit(run: () => void): void;
  doc(): Y.Doc;
  /** The frames that answer a step 1 with this state vector. */
  state(stateVector: Uint8Array): Buffer[];
  marker(connection: Connection, n: number): void;
  presence(connection: Connection, update: Uint8Array): void;
  /** A client of ours has said who it is. */
  hello(connection: Connection): void;
  queryPresence(connection: Connection): void;
  /** Never rejects. */
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
  /** Sent no message of ours yet, so it is sent none. */
  isStock = true;
  private readonly wire: Wire;
  private readonly handlers: ConnectionHandlers;
  private readonly metrics: SyncMetrics;
  private readonly allowance: Allowance;
  private readonly outlet: Outlet;
  private readonly intake: Intake;
  private readonly commands: CommandQueue;
  private uncommittedBytes = 0;
  /** It was sent the state, so what follows builds on what it has. */
  private hasState = false;
  /** State vectors that wait for their answer. */
  private readonly asked: Uint8Array[] = [];
  /** Null: open. */
  private end: SocketEnd | null = null;
  private lifeSign = -1;
  private beatsInSilence = 0;

  constructor(
    wire: Wire,
    who: { actor: Actor; canWrite: boolean; sessionId: string | null },
    handlers: ConnectionHandlers,
    { metrics = NO_METRICS, allowance = UNLIMITED }: { metrics?: SyncMetrics; allowance?: Allowance } = {},
  ) {
    this.wire = wire;
    this.actor = who.actor;
    this.canWrite = who.canWrite;
    this.sessionId = who.sessionId;
    this.handlers = handlers;
    this.metrics = metrics;
    this.allowance = allowance;
    this.intake = new Intake(wire);
    this.commands = new CommandQueue(() => this.intake.release("commands"));
    this.outlet = new Outlet(wire, {
      drained: () => this.drained(),
      overflowed: () => this.cutOff("tooSlow"),
    });
  }

  private get isClosed(): boolean {
    return this.end !== null;
  }

  get bytesWaiting(): number {
    return this.wire.bytesWaiting;
  }

  /** The socket is gone, for whatever reason. */
  ended(how: SocketEnd = "left"): void {
    if (this.isClosed) return;
    this.end = how;
    this.intake.end();
    this.metrics.socketClosed(how);
    this.handlers.closed(this);
  }

  close(name: CloseName): void {
    if (this.isClosed) return;
    this.ended(name);
    const { code, reason } = CLOSE[name];
    this.wire.close(code, reason);
  }

  /** Closes when all that was accepted from the socket is committed and answered; settles when that is so. */
  async closeWhenDone(name: CloseName): Promise<void> {
    await this.commands.settled();
    if (this.isClosed) return;
    await new Promise<void>((resolve) => this.handlers.afterCommit(resolve));
    this.close(name);
  }

  /** For one that would not read a goodbye. */
  private cutOff(how: SocketEnd): void {
    this.ended(how);
    this.wire.terminate();
  }

  /**
   * Shows that the server lives (a stock client gives up after 30 s without data), and asks whether the client does: one
   * that shows no sign of it over two heartbeats is cut off.
   */
  heartbeat(): void {
    const { lifeSign } = this.wire;
    if (lifeSign !== this.lifeSign || this.intake.isHeldByUs) this.beatsInSilence = 0;
    else this.beatsInSilence += 1;
    if (this.beatsInSilence === BEATS_IN_SILENCE_MAX) return this.cutOff("silent");
    this.lifeSign = lifeSign;
    this.wire.ping();
    this.sendPresence(KEEP_ALIVE);
  }

  /** Asks a writer for what it has and the server has not. Only when the room is loaded: never of an empty document. */
  greet(): void {
    if (!this.canWrite) return;
    this.handlers.afterCommit(() => {
      this.answer(step1Frame(this.handlers.doc()));
    });
  }

  /** Reads one message; one that can't be read ends the connection. */
  receive(bytes: Uint8Array): void {
    if (this.isClosed) return;
    try {
      const message = readClientMessage(bytes);
      this.take(message, bytes.length);
      if (this.isClosed) return;
      const worth = worthOf(message, bytes.length);
      const wait = this.allowance.take(worth.messages, worth.bytes);
      if (wait > 0) this.intake.wait(wait);
      if (this.outlet.isFull) this.holdForAnswers();
    } catch {
      this.close("malformed");
    }
  }

  private take(message: ClientMessage, size: number): void {
    switch (message.kind) {
      case "ask":
        this.asked.push(message.stateVector);
        if (this.asked.length === 1) this.answerState();
        break;
      case "update":
        this.handlers.update(this, message.bytes);
        this.countUncommitted(size);
        break;
      case "presence":
        this.handlers.presence(this, message.update);
        break;
      case "query-presence":
        this.handlers.queryPresence(this);
        break;
      case "hello":
        this.hello(message.schemaVersion, message.replica);
        break;
      case "marker":
        this.marker(message.n);
        break;
      case "command":
        this.command(message.envelope);
        break;
      case "unknown":
    }
  }

  /** One after the other as the client takes them, and others in between: each may read the whole document. */
  private answerState(): void {
    if (this.outlet.isFull) return this.wire.whenDrained(() => this.answerState());
    this.handlers.afterCommit(() => {
      const stateVector = this.isClosed ? undefined : this.asked.shift();
      if (!stateVector) return;
      this.hasState = true;
      for (const frame of this.handlers.state(stateVector)) this.outlet.answer(frame);
      if (this.asked.length > 0) setImmediate(() => this.answerState());
    });
  }

  private countUncommitted(size: number): void {
    this.uncommittedBytes += size;
    if (this.uncommittedBytes < UNCOMMITTED_MAX_BYTES || this.intake.has("uncommitted")) return;
    this.intake.hold("uncommitted");
    this.handlers.afterCommit(() => {
      this.uncommittedBytes = 0;
      this.intake.release("uncommitted");
    });
  }

  private holdForAnswers(): void {
    if (this.intake.has("answers")) return;
    this.intake.hold("answers");
    this.wire.whenDrained(() => this.intake.release("answers"));
  }

  private hello(schemaVersion: number, replica: string): void {
    this.isStock = false;
    if (schemaVersion < SCHEMA_VERSION) this.close("outdatedSchema");
    else {
      this.replica = replica;
      this.handlers.hello(this);
    }
  }

  private marker(n: number): void {
    this.isStock = false;
    this.handlers.afterCommit(() => {
      this.handlers.marker(this, n);
      this.answer(savedFrame(n));
    });
  }

  private command(envelope: unknown): void {
    this.isStock = false;
    this.commands.add(async () => {
      // Whom we closed may have lost the right to it; what was not answered is sent again.
      if (this.end !== null && this.end !== "left") return;
      this.answer(jsonFrame(MESSAGE.answer, await this.handlers.command(this, envelope)));
    });
    if (this.commands.isFull) this.intake.hold("commands");
  }

  /**
   * Nothing before the state that the client asks for: of an update that builds on what it lacks Yjs would apply the deletes
   * at once, and an editor that draws such a half takes out for everybody what its schema does not allow.
   * @param frame an update message, framed; it may be shared by many sockets
   */
  sendUpdate(frame: Buffer): void {
    if (this.hasState) this.outlet.update(frame);
  }

  /** Whether it was written: a socket that reads slowly gets none. */
  sendPresence(frame: Buffer): boolean {
    return this.outlet.presence(frame);
  }

  /** The socket took all that waited: it is sent what was left out meanwhile. */
  private drained(): void {
    if (this.isClosed) return;
    if (this.outlet.catchUpPresence()) this.handlers.queryPresence(this);
    if (!this.outlet.isBehind) return;
    this.handlers.afterCommit(() => {
      const doc = this.handlers.doc();
      const stateVector = this.outlet.catchUp(doc);
      if (!stateVector || this.isClosed) return;
      this.metrics.resynced();
      // No step 2: the client has not asked.
      this.outlet.answer(updateFrame(Y.encodeStateAsUpdate(doc, stateVector)));
    });
  }

  /** Tells why an update was not taken; a stock client by the one message that it knows. */
  refuse(code: string, text: string): void {
    this.answer(this.isStock ? deniedFrame(text) : refusedFrame(code, text));
  }

  notify(notice: Notice): void {
    if (!this.isStock) this.answer(jsonFrame(MESSAGE.notice, notice));
  }

  private answer(frame: Buffer): void {
    if (!this.isClosed) this.outlet.answer(frame);
  }
}
