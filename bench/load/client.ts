/** A socket that speaks its server's dialect, and what every client of the load does with it. */

import { type Address, keepAliveFrame, openingFrames, readMessage } from "./dialect.ts";
import { ThinSocket } from "./thin-socket.ts";

/** Hocuspocus closes a socket that says nothing for a minute. */
const KEEP_ALIVE_MS = 20_000;
const CONNECT_AT_ONCE = 10;
/** Of a document that nobody wrote in. */
export const EMPTY_STATE_VECTOR = Uint8Array.of(0);

export interface ClientHandlers {
  /** The state, which may come as several updates. The bytes are overwritten afterwards. */
  state?(bytes: Uint8Array): void;
  /** Any frame after that, as it came. The bytes are overwritten afterwards. */
  frame?(payload: Buffer): void;
}

export class Client {
  readonly socket: ThinSocket;
  readonly address: Address;
  /** Resolves when the room's state has come; at once by the bare loop, which has none. */
  readonly ready: Promise<void>;

  constructor(address: Address, handlers: ClientHandlers, stateVector: Uint8Array = EMPTY_STATE_VECTOR) {
    this.address = address;
    let hasState = address.dialect === "bare";
    let resolveState = (): void => {};
    const state = new Promise<void>((resolve) => {
      resolveState = resolve;
    });
    this.socket = new ThinSocket(address.url, (payload) => {
      if (hasState) return handlers.frame?.(payload);
      const message = readMessage(address, payload);
      if (message.kind !== "state" && message.kind !== "update") return;
      handlers.state?.(message.bytes);
      // With the answer to what was asked at the start, all is there.
      hasState = message.kind === "state";
      if (hasState) resolveState();
    });
    this.ready = this.socket.opened.then(() => {
      for (const frame of openingFrames(address, stateVector)) this.socket.send(frame);
      if (hasState) resolveState();
      const closed = this.socket.closed.then((code) => {
        throw new Error(`${address.url} closed with ${code} before it sent its state.`);
      });
      return Promise.race([state, closed]);
    });
    this.ready.catch(() => {});
  }
}

/** Opens all, a few at a time, and keeps them alive. `closes` gets the codes of those that the server closes. */
export async function openAll<T extends { client: Client }>(
  addresses: Address[],
  open: (address: Address, index: number) => T,
  closes: number[],
): Promise<T[]> {
  const all: T[] = [];
  for (let start = 0; start < addresses.length; start += CONNECT_AT_ONCE) {
    const some = addresses.slice(start, start + CONNECT_AT_ONCE).map((address, at) => open(address, start + at));
    await Promise.all(some.map(({ client }) => client.ready));
    all.push(...some);
  }
  for (const { client } of all) void client.socket.closed.then((code) => closes.push(code));
  setInterval(() => {
    for (const { client } of all) client.socket.send(keepAliveFrame(client.address));
  }, KEEP_ALIVE_MS).unref();
  return all;
}
