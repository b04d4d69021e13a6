/**
 * A WebSocket client (RFC 6455) that does only what a load needs, so that the load costs less than what it measures:
 * no compression, no fragments, one read buffer for all sockets of the process.
 */

import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

const OPCODE = { binary: 2, close: 8, ping: 9, pong: 10 };
/** Each read is handed on at once, so all sockets can share it. */
const READ_BUFFER = Buffer.allocUnsafe(256 * 1024);

export class ThinSocket {
  readonly opened: Promise<void>;
  /** Resolves with the close code, or 1006. */
  readonly closed: Promise<number>;
  isOpen = false;
  private readonly socket: Socket;
  private readonly onFrame: (payload: Buffer) => void;
  /** Bytes that did not make up a header yet. */
  private rest: Buffer | null = null;
  /** A frame that came in part. */
  private partial: { payload: Buffer; filled: number; opcode: number } | null = null;
  private closeCode = 1006;
  private upgraded: () => void = () => {};

  /** `onFrame` gets bytes that are overwritten afterwards. */
  constructor(address: string, onFrame: (payload: Buffer) => void) {
    const url = new URL(address);
    this.onFrame = onFrame;
    this.socket = connect({
      host: url.hostname,
      port: Number(url.port),
      noDelay: true,
      onread: {
        buffer: READ_BUFFER,
        callback: (count: number) => {
          this.take(READ_BUFFER.subarray(0, count));
          return true;
        },
      },
    });
    this.closed = new Promise((resolve) => {
      this.socket.on("close", () => {
        this.isOpen = false;
        resolve(this.closeCode);
      });
    });
    this.opened = new Promise((resolve, reject) => {
      this.upgraded = resolve;
      this.socket.on("error", reject);
      this.socket.on("close", () => reject(new Error(`${url.host} closed the socket (${this.closeCode}).`)));
    });
    this.opened.catch(() => {});
    const head = [
      `GET ${url.pathname}${url.search} HTTP/1.1`,
      `Host: ${url.host}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
      "Sec-WebSocket-Version: 13",
    ];
    this.socket.write(`${head.join("\r\n")}\r\n\r\n`);
  }

  send(payload: Uint8Array): void {
    this.write(OPCODE.binary, payload);
  }

  /** Reads nothing more until `resume`: what a stalled client looks like to the server. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  close(): void {
    this.socket.destroy();
  }

  private write(opcode: number, payload: Uint8Array): void {
    if (!this.isOpen) return;
    const { length } = payload;
    const extra = length < 126 ? 0 : length < 65_536 ? 2 : 8;
    const frame = Buffer.alloc(6 + extra + length);
    frame[0] = 0x80 | opcode;
    frame[1] = 0x80 | (extra === 0 ? length : extra === 2 ? 126 : 127);
    if (extra === 2) frame.writeUInt16BE(length, 2);
    if (extra === 8) frame.writeBigUInt64BE(BigInt(length), 2);
    // The mask is four zero bytes: the server unmasks as ever, and the load is spared the work.
    frame.set(payload, 6 + extra);
    this.socket.write(frame);
  }

  private take(chunk: Buffer): void {
    let data = chunk;
    if (this.rest) {
      data = Buffer.concat([this.rest, chunk]);
      this.rest = null;
    }
    if (!this.isOpen) {
      const end = data.indexOf("\r\n\r\n");
      if (end < 0) return this.keep(data);
      const status = data.subarray(0, data.indexOf("\r\n")).toString();
      if (!status.includes(" 101 ")) return void this.socket.destroy(new Error(`No WebSocket: ${status}`));
      this.isOpen = true;
      this.upgraded();
      data = data.subarray(end + 4);
    }
    this.frames(data);
  }

  private frames(all: Buffer): void {
    let data = all;
    while (data.length > 0) {
      if (this.partial) {
        data = this.fill(this.partial, data);
        continue;
      }
      const short = (data[1] ?? 0) & 0x7f;
      const header = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (data.length < header) return this.keep(data);
      const length = short === 126 ? data.readUInt16BE(2) : short === 127 ? Number(data.readBigUInt64BE(2)) : short;
      const opcode = (data[0] ?? 0) & 0x0f;
      if (data.length < header + length) {
        this.partial = { payload: Buffer.allocUnsafe(length), filled: 0, opcode };
        data = data.subarray(header);
        continue;
      }
      this.frame(opcode, data.subarray(header, header + length));
      data = data.subarray(header + length);
    }
  }

  private fill(partial: { payload: Buffer; filled: number; opcode: number }, data: Buffer): Buffer {
    const wanted = partial.payload.length - partial.filled;
    data.copy(partial.payload, partial.filled, 0, wanted);
    partial.filled += Math.min(wanted, data.length);
    if (partial.filled < partial.payload.length) return data.subarray(data.length);
    this.partial = null;
    this.frame(partial.opcode, partial.payload);
    return data.subarray(wanted);
  }

  private keep(data: Buffer): void {
    this.rest = Buffer.from(data);
  }

  private frame(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.binary) this.onFrame(payload);
    else if (opcode === OPCODE.ping) this.write(OPCODE.pong, payload);
    else if (opcode === OPCODE.close) {
      this.closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      this.write(OPCODE.close, payload.subarray(0, 2));
      this.socket.end();
    }
  }
}
