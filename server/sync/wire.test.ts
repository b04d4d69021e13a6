// @vitest-environment node
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { seededRandom } from "../../tests/support/random.ts";
import { frameOf } from "./frame.ts";
import { SocketWire, type Wire } from "./wire.ts";

const MB = 1024 * 1024;

let http: Server;
let sockets: WebSocketServer;
let port: number;
let connected: Promise<{ wire: Wire; server: WebSocket; raw: Duplex }>;

beforeEach(async () => {
  sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  http = createServer();
  connected = new Promise((resolve) => {
    http.on("upgrade", (request, raw, head) => {
      sockets.handleUpgrade(request, raw, head, (server) =>
        resolve({ wire: new SocketWire(server, raw), server, raw }),
      );
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  ({ port } = http.address() as AddressInfo);
});
afterEach(async () => {
  for (const client of sockets.clients) client.terminate();
  await new Promise((resolve) => http.close(resolve));
});

async function open(): Promise<{ client: WebSocket; wire: Wire; server: WebSocket; raw: Duplex }> {
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  client.on("error", () => {});
  await new Promise((resolve) => client.once("open", resolve));
  return { client, ...(await connected) };
}

/** Reads so many bytes of what has arrived, or all there is, and stops again. */
async function readSome(socket: Socket, bytes: number): Promise<void> {
  let left = bytes;
  const count = (chunk: Buffer): void => {
    left -= chunk.length;
    if (left <= 0) socket.pause();
  };
  socket.on("data", count);
  socket.resume();
  await vi.waitUntil(() => left <= 0, { interval: 1 });
  socket.off("data", count);
}

describe("a wire", () => {
  it("carries frames of every length whole and in order, between ws's own", async () => {
    const { client, wire, server } = await open();
    const random = seededRandom();
    const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 300_000];
    for (let count = 0; count < 200; count++) lengths.push(random.below(count % 10 === 0 ? 200_000 : 300));
    const heard: Buffer[] = [];
    let pings = 0;
    client.on("ping", () => pings++);
    client.on("message", (data: Buffer) => void heard.push(data));
    const sent = lengths.map((length, index) => {
      const message = Buffer.alloc(length, index);
      wire.write(frameOf(message));
      if (index % 3 === 0) wire.ping();
      if (index % 7 === 0) server.send(message);
      return index % 7 === 0 ? [message, message] : [message];
    });
    const closed = new Promise((resolve) => client.once("close", (code, reason) => resolve(`${code} ${reason}`)));
    wire.close(4400, "Enough.");
    wire.write(frameOf(Buffer.from("too late")));
    expect(await closed, `seed ${random.seed}`).toBe("4400 Enough.");
    expect(Buffer.concat(heard).equals(Buffer.concat(sent.flat())), `seed ${random.seed}`).toBe(true);
    expect(heard).toHaveLength(sent.flat().length);
    expect(pings).toBe(Math.ceil(lengths.length / 3));
    expect(wire.isOpen).toBe(false);
  });

  it("says what waits, and when nothing does any more", async () => {
    const { client, wire } = await open();
    let drains = 0;
    wire.whenDrained(() => drains++);
    expect(drains).toBe(1);
    client.pause();
    while (wire.bytesWaiting < MB) {
      wire.write(frameOf(Buffer.alloc(MB)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const drained = new Promise<void>((resolve) => wire.whenDrained(resolve));
    wire.whenDrained(() => drains++);
    expect(drains).toBe(1);
    client.resume();
    await drained;
    expect([wire.bytesWaiting, drains]).toEqual([0, 2]);
  });

  it("reads nothing while it is paused", async () => {
    const { client, wire, server, raw } = await open();
    const heard: string[] = [];
    server.on("message", (data) => void heard.push(String(data)));
    wire.pause();
    client.send("one");
    client.send("two");
    await vi.waitUntil(() => client.bufferedAmount === 0);
    expect([heard, raw.isPaused()]).toEqual([[], true]);
    wire.resume();
    await vi.waitUntil(() => heard.length === 2);
    expect(heard).toEqual(["one", "two"]);
  });

  it("shows life when the client sends, answers a ping, or takes a large state bit by bit; else none", async () => {
    const { client, wire } = await open();
    const changes = async (act: () => void): Promise<void> => {
      const before = wire.lifeSign;
      act();
      await vi.waitUntil(() => wire.lifeSign !== before, { timeout: 5000 });
    };
    await changes(() => client.send("x"));
    await changes(() => wire.ping());

    client.pause();
    wire.write(frameOf(Buffer.alloc(64 * MB)));
    // The system takes some of it at first.
    let still = wire.lifeSign;
    await vi.waitUntil(
      () => {
        const [before, now] = [still, wire.lifeSign];
        still = now;
        return before === now;
      },
      { interval: 100, timeout: 10_000 },
    );
    expect(wire.bytesWaiting).toBeGreaterThan(MB);
    wire.ping();
    await new Promise((resolve) => setImmediate(resolve));
    expect(wire.lifeSign).toBe(still);
    const socket: Socket = Reflect.get(client, "_socket");
    while (wire.lifeSign === still) await readSome(socket, 4 * MB);
    expect(wire.bytesWaiting).toBeGreaterThan(MB);
  });

  it("ends without a goodbye when it is terminated", async () => {
    const { client, wire } = await open();
    const closed = new Promise((resolve) => client.once("close", resolve));
    wire.terminate();
    expect(await closed).toBe(1006);
    wire.write(frameOf(Buffer.alloc(1)));
    wire.pause();
    wire.resume();
  });
});

describe("a client that hangs up", () => {
  it("closes the wire, also while much waits", async () => {
    const { client, wire, server } = await open();
    client.pause();
    while (wire.bytesWaiting < MB) {
      wire.write(frameOf(Buffer.alloc(MB)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const closed = new Promise((resolve) => server.once("close", resolve));
    let drains = 0;
    wire.whenDrained(() => drains++);
    client.terminate();
    await closed;
    expect([wire.isOpen, drains]).toEqual([false, 0]);
  });
});
