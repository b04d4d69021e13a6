/** A message port as the stream that the PostgreSQL driver speaks through. */

import { Duplex } from "node:stream";
import type { MessagePort } from "node:worker_threads";

export interface PortStreamOptions {
  /** Gives the other end of the port to the database, once it is there. */
  open(): Promise<MessagePort>;
  /** A request was sent; something was answered, or nothing will be. */
  onTraffic(direction: "sent" | "received"): void;
}

const TERMINATE = "X".charCodeAt(0);

export class PortStream extends Duplex {
  private port: MessagePort | null = null;
  private readonly options: PortStreamOptions;

  constructor(options: PortStreamOptions) {
    super();
    this.options = options;
  }

  /** What the driver calls first; it takes host and port, which there are none of. */
  connect(): this {
    this.options.open().then(
      (port) => {
        if (this.destroyed) return port.close();
        this.port = port;
        port.on("message", (bytes: Uint8Array) => {
          this.options.onTraffic("received");
          this.push(Buffer.from(bytes.buffer));
        });
        port.once("close", () => this.destroy(new Error("The embedded database closed the connection.")));
        this.emit("connect");
      },
      (error: Error) => this.destroy(error),
    );
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.send([chunk]);
    done();
  }

  /** The messages of one statement come together. */
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.send(chunks.map(({ chunk }) => chunk));
    done();
  }

  private send(chunks: Buffer[]): void {
    // A view would be sent with all of the memory that it looks into.
    const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const chunk of chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    // A goodbye is not answered.
    if (whole[0] !== TERMINATE) this.options.onTraffic("sent");
    this.port?.postMessage(whole, [whole.buffer]);
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.options.onTraffic("received");
    this.port?.removeAllListeners("close");
    this.port?.close();
    done(error);
  }

  /** Settings of a socket, which a port has not. */
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}
