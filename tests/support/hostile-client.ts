/** What no honest client does: frames with bytes changed, messages without end, handshakes that stop half-way. */

import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { CommandAnswer } from "../../domain/annotation/command.ts";
import { MESSAGE } from "../../domain/protocol/protocol.ts";
import type { Random } from "./random.ts";
import type { RawClient } from "./sync-client.ts";

/** A message by its parts: numbers as varUints, the rest with their lengths. */
export function message(...parts: (number | string | Uint8Array)[]): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const part of parts) {
    if (typeof part === "number") encoding.writeVarUint(encoder, part);
    else if (typeof part === "string") encoding.writeVarString(encoder, part);
    else encoding.writeVarUint8Array(encoder, part);
  }
  return encoding.toUint8Array(encoder);
}

/** A message of y-websocket's sync protocol. */
export const syncMessage = (step: number, bytes: Uint8Array): Uint8Array => message(MESSAGE.sync, step, bytes);

/** Sends JSON as a command, whatever it is; gives the next answer. */
export function commandAsIs(client: RawClient, json: string): Promise<CommandAnswer> {
  const answer = new Promise<CommandAnswer>((resolve, reject) => {
    client.socket.on("message", (data: Buffer) => {
      const decoder = decoding.createDecoder(data);
      if (decoding.readVarUint(decoder) === MESSAGE.answer) resolve(JSON.parse(decoding.readVarString(decoder)));
    });
    void client.closed.then(({ code }) => reject(new Error(`The socket was closed with ${code} before the answer.`)));
  });
  client.socket.send(message(MESSAGE.command, json));
  return answer;
}

/** The frame cut off, lengthened, or with some of its bits and bytes changed. */
export function mutated(frame: Uint8Array, random: Random): Uint8Array {
  const bytes = Uint8Array.from(frame);
  const at = (): number => random.below(Math.max(1, bytes.length));
  switch (random.below(6)) {
    case 0:
      return bytes.subarray(0, at());
    case 1:
      return Buffer.concat([bytes, bytes.subarray(at())]);
    case 2: {
      const [from, to] = [at(), at()];
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
    }
    default:
      for (let left = 1 + random.below(4); left > 0; left--) {
        const place = at();
        bytes[place] = random.below(2) === 0 ? random.below(256) : (bytes[place] ?? 0) ^ (1 << random.below(8));
      }
      return bytes;
  }
}

export interface Pelted {
  /** Frames that were read without the socket being closed. */
  survived: number;
  /** How often a socket was closed, by code. */
  closed: Map<number, number>;
}

/** Sends all frames over some sockets; who is closed for one comes back and goes on with the next. */
export async function pelt(join: () => Promise<RawClient>, frames: Uint8Array[], sockets: number): Promise<Pelted> {
  const outcome: Pelted = { survived: 0, closed: new Map() };
  const left = [...frames];
  const one = async (): Promise<void> => {
    while (left.length > 0) {
      const client = await join();
      let code: number | null = null;
      while (code === null) {
        const frame = left.pop();
        if (!frame) return client.close();
        client.socket.send(frame);
        code = await client.savedAt(client.mark()).then(
          () => null,
          async () => (await client.closed).code,
        );
        if (code === null) outcome.survived += 1;
        else outcome.closed.set(code, (outcome.closed.get(code) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: sockets }, one));
  return outcome;
}

/** A WebSocket written by hand, after a handshake as it should be. */
export class HandSocket {
  readonly closed: Promise<void>;
  private readonly socket: Socket;
  private head = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.on("close", () => resolve()));
    socket.on("error", () => {});
    socket.on("data", (data: Buffer) => {
      if (this.head.length < 200) this.head = Buffer.concat([this.head, data]);
    });
  }

  /** @param lines of the request; none: a connection that says nothing */
  static open(url: string, lines: string[]): HandSocket {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const hand = new HandSocket(socket);
    if (lines.length > 0) socket.write(`${lines.join("\r\n")}\r\n`);
    return hand;
  }

  /** Resolves with the status of the answer, or null when there was none. */
  async status(): Promise<number | null> {
    const answered = new Promise<void>((resolve) => this.socket.once("data", () => resolve()));
    await Promise.race([answered, this.closed]);
    const status = /^HTTP\/1\.1 (\d{3})/.exec(this.head.toString("latin1"))?.[1];
    return status === undefined ? null : Number(status);
  }

  /** Starts a frame of this opcode; its payload follows by `payload`. */
  frame(opcode: number, isLast: boolean, length: number): void {
    const header = Buffer.alloc(14);
    header[0] = (isLast ? 0x80 : 0) | opcode;
    header[1] = 0x80 | 127;
    header.writeBigUInt64BE(BigInt(length), 2);
    // The mask is four zero bytes.
    this.socket.write(header);
  }

  /** Writes as much as is asked for, as fast as it is taken; false when the server has closed. */
  async payload(length: number): Promise<boolean> {
    const chunk = Buffer.alloc(64 * 1024, 1);
    for (let left = length; left > 0; left -= chunk.length) {
      if (this.socket.destroyed) return false;
      if (this.socket.write(chunk.subarray(0, Math.min(left, chunk.length)))) continue;
      await Promise.race([new Promise<void>((resolve) => this.socket.once("drain", () => resolve())), this.closed]);
    }
    return !this.socket.destroyed;
  }

  destroy(): void {
    this.socket.destroy();
  }
}

/** The request that opens a WebSocket, with headers left out (undefined) or other than they should be. */
export function handshake(url: string, path: string, headers: Record<string, string | undefined> = {}): string[] {
  const all: Record<string, string | undefined> = {
    Host: new URL(url).host,
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return [`GET ${path} HTTP/1.1`, ...lines, ""];
}
