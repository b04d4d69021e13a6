/**
 * Yjs's own random test generator (yjs/tests/testHelper.js, `applyRandomTests`) with our server in the place of its
 * network: its copies, its connections that break and come back, its odds and its comparison; but each copy is bound to a
 * socket, so the generator's loop has to wait now and then.
 */

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as prng from "lib0/prng";
import WebSocket from "ws";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import { TestConnector, TestYInstance } from "yjs/testHelper";
import { MESSAGE, SCHEMA_VERSION } from "../../domain/protocol/protocol.ts";
import { message } from "./hostile-client.ts";

/**
 * How a copy comes back: a stock client sends changes from the moment on that its socket is open, also before those that
 * it made offline (the server asks for these, and refuses what builds on them until then); ours sends them in order.
 */
export type Manner = "stock" | "ours";

/** A copy that is bound to a socket of a text room while it is connected. */
export class SocketInstance extends TestYInstance {
  readonly refused: string[] = [];
  private readonly manner: Manner;
  private isHandedOver = false;
  /** Undefined before the constructor of the base has connected it. */
  private readonly address: string;
  private socket: WebSocket | null = null;
  private closed: Promise<unknown> = Promise.resolve();
  private marks = 0;
  private saved = 0;
  private watchers: (() => void)[] = [];

  constructor(connector: TestConnector, clientId: number, { address, manner }: { address: string; manner: Manner }) {
    super(connector, clientId);
    this.clientID = clientId;
    this.address = address;
    this.manner = manner;
    this.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === this.tc || (this.manner === "ours" && !this.isHandedOver)) return;
      this.send(message(MESSAGE.sync, syncProtocol.messageYjsUpdate, update));
    });
    this.open();
  }

  override connect(): void {
    this.tc.onlineConns.add(this);
    if (this.address !== undefined) this.open();
  }

  /** What is under way is lost, in both directions. */
  override disconnect(): void {
    this.tc.onlineConns.delete(this);
    this.socket?.terminate();
    this.socket = null;
  }

  /** From the other copies nothing comes but through the server. */
  override _receive(): void {}

  private open(): void {
    if (this.socket) return;
    const socket = new WebSocket(this.address);
    this.socket = socket;
    this.isHandedOver = false;
    this.closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => {});
    socket.on("open", () => {
      this.send(message(MESSAGE.hello, SCHEMA_VERSION, crypto.randomUUID()));
      this.send(message(MESSAGE.sync, syncProtocol.messageYjsSyncStep1, Y.encodeStateVector(this)));
    });
    socket.on("message", (data: Buffer) => {
      if (this.socket === socket) this.hear(decoding.createDecoder(data));
    });
  }

  private send(bytes: Uint8Array): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(bytes);
  }

  private hear(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE.sync) {
      const answer = encoding.createEncoder();
      encoding.writeVarUint(answer, MESSAGE.sync);
      syncProtocol.readSyncMessage(decoder, answer, this, this.tc);
      if (encoding.length(answer) > 1) {
        this.send(encoding.toUint8Array(answer));
        this.isHandedOver = true;
      }
    } else if (kind === MESSAGE.refused) {
      const code = decoding.readVarString(decoder);
      if (this.manner === "ours" || code !== "gap") this.refused.push(`${code}: ${decoding.readVarString(decoder)}`);
    } else if (kind === MESSAGE.saved) this.saved = decoding.readVarUint(decoder);
    for (const wake of this.watchers.splice(0)) wake();
  }

  /** Resolves when all that was sent is stored, and all that the server had to send is here; again when it broke off. */
  async settled(): Promise<void> {
    this.connect();
    const { socket } = this;
    if (!socket) return;
    if (socket.readyState === WebSocket.CONNECTING) await new Promise((resolve) => socket.once("open", resolve));
    // The answer to a step 1 comes before that to a marker.
    this.send(message(MESSAGE.sync, syncProtocol.messageYjsSyncStep1, Y.encodeStateVector(this)));
    this.marks += 1;
    this.send(message(MESSAGE.marker, this.marks));
    while (this.saved < this.marks && socket.readyState === WebSocket.OPEN) {
      await Promise.race([this.closed, new Promise<void>((resolve) => this.watchers.push(resolve))]);
    }
    if (this.saved < this.marks) throw new Error("The server closed a socket.");
  }

  override destroy(): void {
    this.disconnect();
    super.destroy();
  }
}

export type Modification = (user: SocketInstance, gen: prng.PRNG) => void;

/** As `applyRandomTests`: gives the copies as they are when all have taken in all. */
export async function applyRandomModifications(
  gen: prng.PRNG,
  connections: { address: string; manner: Manner }[],
  modifications: Modification[],
  iterations: number,
): Promise<SocketInstance[]> {
  const connector = new TestConnector(gen);
  // The server writes under the id 1.
  const users = connections.map((connection, index) => new SocketInstance(connector, 10 + index, connection));
  await Promise.all(users.map((user) => user.settled()));
  for (let iteration = 0; iteration < iterations; iteration++) {
    if (prng.int32(gen, 0, 100) <= 2) {
      if (prng.bool(gen)) connector.disconnectRandom();
      else connector.reconnectRandom();
    } else if (prng.int32(gen, 0, 100) <= 1) {
      await Promise.all(users.filter((user) => connector.onlineConns.has(user)).map((user) => user.settled()));
    } else if (prng.int32(gen, 0, 100) <= 50) {
      // Whatever the sockets have brought by now is taken in.
      await new Promise((resolve) => setImmediate(resolve));
    }
    prng.oneOf(gen, modifications)(prng.oneOf(gen, users), gen);
  }
  await untilEqual(users);
  return users;
}

/** Taking others' changes in, a copy may tidy up its formatting, which the others take in again. */
const PASSES_MAX = 20;

async function untilEqual(users: SocketInstance[]): Promise<void> {
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    await Promise.all(users.map((user) => user.settled()));
    const [first, ...others] = users.map((user) => Buffer.from(Y.encodeSnapshot(Y.snapshot(user))));
    if (others.every((other) => first?.equals(other))) return;
  }
}
