import * as encoding from "lib0/encoding";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { CLOSE, MESSAGE } from "../../domain/protocol/protocol.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import { MemoryLog } from "../../tests/support/memory-log.ts";
import { TestSocket } from "../../tests/support/test-socket.ts";
import { TextClient } from "../../tests/support/text-client.ts";
import { paragraph } from "../../tests/support/text-edits.ts";
import { framed } from "./frame.ts";
import { Hub } from "./hub.ts";
import { NO_METRICS } from "./metrics.ts";
import type { Room } from "./room.ts";

const SEED = seedUpdate({ type: "doc", content: [paragraph("one two three")] });
const MB = 1024 * 1024;

let log: MemoryLog;
let hub: Hub;
let room: Room;

beforeEach(async () => {
  log = new MemoryLog("b/text");
  log.write({ documentId: "b/text", entries: [{ bytes: SEED, userId: null }], claims: [] });
  hub = new Hub({
    log,
    logger: pino({ level: "silent" }),
    metrics: NO_METRICS,
    isShared: false,
    onLoaded: () => {},
    onUnloaded: () => {},
    onCommitted: () => {},
  });
  room = await hub.room("b/text");
});
afterEach(() => {
  hub.stop();
  vi.useRealTimers();
});

/** Settles when all that came before it is stored and shown. */
async function settled(): Promise<void> {
  await room.read(() => null);
  room.flush();
}
const textOf = (doc: Y.Doc): string => readTextMap(doc).text;

/** A client that has the room's text, and types through its socket. */
class Writer {
  readonly socket: TestSocket;
  private readonly client: TextClient;
  constructor(clientId: number, user = `w${clientId}`) {
    this.socket = new TestSocket(room, { user });
    this.client = new TextClient(clientId, Y.encodeStateAsUpdate(room.doc));
  }
  async type(text: string, at = 0): Promise<void> {
    this.client.edit({ do: "type", at, text });
    await this.send();
  }
  async delete(from: number, to: number): Promise<void> {
    this.client.edit({ do: "delete", from, to });
    await this.send();
  }
  private async send(): Promise<void> {
    for (const update of this.client.outbox.splice(0)) this.socket.update(update);
    await settled();
  }
}

async function reader(user = "reader"): Promise<TestSocket> {
  const socket = new TestSocket(room, { user, role: "reader" });
  socket.hello();
  socket.askState();
  await settled();
  return socket;
}

/** So much waits that no update is queued any more. */
const fill = (socket: TestSocket, bytes = 2 * MB): void => {
  socket.connection.sendUpdate(
    framed(MESSAGE.notice, (encoder) => encoding.writeVarString(encoder, "x".repeat(bytes))),
  );
};

describe("a reader that stops reading", () => {
  it("is sent no more updates once much waits, and the difference when it reads on", async () => {
    const stalled = await reader();
    const lively = await reader("other");
    const [one, two] = [new Writer(100), new Writer(200)];
    await one.type("seen ");
    stalled.stopReading();
    await one.type("queued ");
    fill(stalled);
    const waiting = stalled.connection.bytesWaiting;
    await one.type("missed ");
    await two.type("of another ", 0.9);
    await one.type("missed too ");
    await one.delete(0.5, 0.8);
    expect(stalled.connection.bytesWaiting).toBe(waiting);
    expect(textOf(lively.doc)).toBe(textOf(room.doc));

    stalled.heard.length = 0;
    stalled.readOn();
    await settled();
    expect(textOf(stalled.doc)).toBe(textOf(room.doc));
    // What was queued, what filled the queue, and the difference; a step 2 answers a question, and there was none.
    expect(stalled.heard).toEqual(["update", "kind 106", "update"]);
    await two.type("and on ");
    expect(textOf(stalled.doc)).toBe(textOf(room.doc));
    expect(Y.encodeStateVector(stalled.doc)).toEqual(Y.encodeStateVector(room.doc));
  });

  it("catches up only when what is being committed is committed", async () => {
    const stalled = await reader();
    const writer = new Writer(100);
    stalled.stopReading();
    fill(stalled);
    await writer.type("missed ");
    log.hold();
    const begun = log.begun;
    const typing = writer.type("not stored yet ");
    await log.whenBegun(begun + 1);
    stalled.readOn();
    await new Promise((resolve) => setImmediate(resolve));
    expect(textOf(stalled.doc)).toBe("one two three");
    log.release();
    await typing;
    await settled();
    expect(textOf(stalled.doc)).toBe(textOf(room.doc));
  });

  it("catches up when only deletes were left out", async () => {
    const stalled = await reader();
    const writer = new Writer(100);
    stalled.stopReading();
    fill(stalled);
    await writer.delete(0, 0.5);
    stalled.readOn();
    await settled();
    expect(textOf(stalled.doc)).toBe(textOf(room.doc));
    expect(textOf(room.doc)).not.toBe("one two three");
  });

  it("may fall behind again and again", async () => {
    const stalled = await reader();
    const writer = new Writer(100);
    for (const word of ["a ", "b ", "c "]) {
      stalled.stopReading();
      fill(stalled);
      await writer.type(word);
      await writer.type(word);
      stalled.readOn();
      await settled();
      expect(textOf(stalled.doc)).toBe(textOf(room.doc));
    }
  });

  it("counts as caught up", async () => {
    let resynced = 0;
    const stalled = await TestSocket.joined(room, {
      role: "reader",
      metrics: { ...NO_METRICS, resynced: () => void resynced++ },
    });
    stalled.stopReading();
    fill(stalled);
    stalled.readOn();
    await settled();
    expect(resynced).toBe(0);
    stalled.stopReading();
    fill(stalled);
    await new Writer(100).type("missed ");
    stalled.readOn();
    await settled();
    expect(resynced).toBe(1);
  });

  it("gets a state that is larger than all that may wait", async () => {
    const joiner = await reader();
    joiner.stopReading();
    fill(joiner, MB / 2);
    const state = framed(MESSAGE.notice, (encoder) => encoding.writeVarString(encoder, "x".repeat(20 * MB)));
    vi.spyOn(room, "stateFrames").mockReturnValue([state]);
    joiner.askState();
    await settled();
    expect(joiner.connection.bytesWaiting).toBeGreaterThan(20 * MB);
    expect(joiner.isTerminated).toBe(false);
    joiner.readOn();
    expect(joiner.connection.bytesWaiting).toBe(0);
  });

  it("is cut off when answers for 16 MB wait", async () => {
    const stalled = await reader();
    stalled.stopReading();
    const notify = (): void => stalled.connection.notify({ ...notice, title: "x".repeat(MB) });
    for (let count = 0; count < 15; count++) notify();
    expect(stalled.isTerminated).toBe(false);
    notify();
    expect(stalled.isTerminated).toBe(true);
    expect(room.sockets.has(stalled.connection)).toBe(false);
  });

  it("is not read from while its answers wait", async () => {
    const stalled = await reader();
    stalled.stopReading();
    fill(stalled, 9 * MB);
    stalled.marker(1);
    expect(stalled.isPaused).toBe(true);
    stalled.readOn();
    expect(stalled.isPaused).toBe(false);
    await settled();
    expect(stalled.heard).toContain("saved 1");
  });
});

const notice = { type: "bulletin" as const, title: "", author: null, source: null, deleted: false };

describe("a client that asks for the state again and again and reads nothing", () => {
  it("has as much of it waiting as it may, and the rest as it reads", async () => {
    const socket = new TestSocket(room, { role: "reader" });
    const state = framed(MESSAGE.notice, (encoder) => encoding.writeVarString(encoder, "x".repeat(3 * MB)));
    const answer = vi.spyOn(room, "stateFrames").mockReturnValue([state]);
    socket.stopReading();
    for (let count = 0; count < 20; count++) socket.askState();
    await vi.waitUntil(() => answer.mock.calls.length === 3);
    for (let turn = 0; turn < 20; turn++) await settled();
    expect(answer).toHaveBeenCalledTimes(3);
    socket.readOn();
    await vi.waitUntil(() => socket.heard.length === 20);
    expect(socket.isTerminated).toBe(false);
  });
});

describe("a client's signs of life", () => {
  it("keep it; after two heartbeats without one it is cut off", () => {
    const ends: string[] = [];
    const socket = new TestSocket(room, { metrics: { ...NO_METRICS, socketClosed: (end) => void ends.push(end) } });
    for (let beat = 0; beat < 5; beat++) {
      socket.lifeSign++;
      socket.connection.heartbeat();
    }
    socket.connection.heartbeat();
    expect(socket.isTerminated).toBe(false);
    expect(socket.pings).toBe(6);
    socket.connection.heartbeat();
    expect(socket.isTerminated).toBe(true);
    expect(ends).toEqual(["silent"]);
  });

  it("are not asked of one that we do not read from", () => {
    vi.useFakeTimers();
    const socket = new TestSocket(room, { allowance: { take: () => 1000 } });
    socket.marker(1);
    for (let beat = 0; beat < 5; beat++) socket.connection.heartbeat();
    expect(socket.isTerminated).toBe(false);
    vi.advanceTimersByTime(1000);
    for (let beat = 0; beat < 3; beat++) socket.connection.heartbeat();
    expect(socket.isTerminated).toBe(true);
  });
});

describe("a client that sends much", () => {
  it("is read on when its allowance is there again; nothing is lost", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const took: [number, number][] = [];
    const allowance = {
      take: (messages: number, bytes: number): number => {
        took.push([messages, bytes]);
        return 500;
      },
    };
    const socket = new TestSocket(room, { allowance });
    socket.marker(1);
    socket.marker(2);
    expect(socket.isPaused).toBe(true);
    vi.advanceTimersByTime(499);
    expect(socket.isPaused).toBe(true);
    vi.advanceTimersByTime(1);
    expect(socket.isPaused).toBe(false);
    await settled();
    expect(socket.heard).toEqual(["saved 1", "saved 2"]);
    expect(took).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it("pays more for what reads the whole document, and less for presence", () => {
    const took: [number, number][] = [];
    const take = (messages: number, bytes: number): number => {
      took.push([messages, bytes]);
      return 0;
    };
    const socket = new TestSocket(room, { allowance: { take } });
    socket.askState();
    socket.presence(new Uint8Array(1000));
    const [[state = 0] = [], [, presence = 1000] = []] = took;
    expect(state).toBeGreaterThan(10);
    expect(presence).toBeLessThan(500);
  });

  it("waits for the disk once much of it is not committed", async () => {
    const socket = new TestSocket(room);
    log.hold();
    const big = new TextClient(100, SEED);
    big.edit({ do: "type", at: 0, text: "x".repeat(5 * MB) });
    const [update] = big.outbox;
    if (!update) throw new Error("Nothing was typed.");
    socket.update(update);
    expect(socket.isPaused).toBe(false);
    socket.update(update);
    expect(socket.isPaused).toBe(true);
    log.release();
    await settled();
    expect(socket.isPaused).toBe(false);
  });

  it("is answered each state that it asks for, with others served in between", async () => {
    const socket = new TestSocket(room, { role: "reader" });
    const other = new TestSocket(room, { role: "reader" });
    for (let count = 0; count < 3; count++) socket.askState();
    other.askState();
    await settled();
    expect(socket.heard).toEqual(["step2"]);
    expect(other.heard).toEqual(["step2"]);
    await vi.waitFor(() => expect(socket.heard).toEqual(["step2", "step2", "step2"]));
  });
});

describe("commands", () => {
  /** Commands that wait until they are let go. */
  function held() {
    const waiting: (() => void)[] = [];
    const begun: unknown[] = [];
    const command = (envelope: unknown) => {
      begun.push(envelope);
      return new Promise<{ key: string; ok: true }>((resolve) => {
        waiting.push(() => resolve({ key: "", ok: true }));
      });
    };
    return { command, begun, letGo: () => waiting.splice(0).forEach((go) => void go()) };
  }

  it("queue up to a point; then the socket is not read from", async () => {
    const { command, letGo, begun } = held();
    const socket = new TestSocket(room, { command });
    let sent = 0;
    while (!socket.isPaused) socket.command({ n: sent++ });
    expect(sent).toBe(32);
    while (socket.heard.length < sent) {
      letGo();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(begun).toEqual([...Array(sent).keys()].map((n) => ({ n })));
    expect(socket.isPaused).toBe(false);
  });

  it("of one that was shown out are not begun; of one that left they are", async () => {
    for (const [leave, count] of [
      [(socket: TestSocket) => socket.connection.close("signedOut"), 1],
      [(socket: TestSocket) => socket.connection.ended(), 2],
    ] as const) {
      const { command, letGo, begun } = held();
      const socket = new TestSocket(room, { command });
      socket.command(1);
      socket.command(2);
      await vi.waitFor(() => expect(begun).toHaveLength(1));
      leave(socket);
      letGo();
      await settled();
      await new Promise((resolve) => setImmediate(resolve));
      expect(begun).toHaveLength(count);
    }
  });
});

describe("closing", () => {
  it("when done lets what was accepted be stored and acknowledged first", async () => {
    const writer = new Writer(100);
    writer.socket.hello();
    log.hold();
    const typing = writer.type("last words ");
    writer.socket.marker(7);
    const closing = writer.socket.connection.closeWhenDone("shuttingDown");
    await log.whenBegun(1);
    expect(writer.socket.closed).toBeNull();
    log.release();
    await closing;
    await typing;
    expect(writer.socket).toMatchObject({ heard: ["saved 7"], closed: CLOSE.shuttingDown.code });
    expect(textOf(room.doc)).toContain("last words");
  });

  it("ends what the socket may say", async () => {
    const writer = new Writer(100);
    writer.socket.connection.close("signedOut");
    await writer.type("too late ");
    writer.socket.marker(1);
    await settled();
    expect(writer.socket).toMatchObject({ heard: [], closed: CLOSE.signedOut.code });
    expect(textOf(room.doc)).toBe("one two three");
  });

  it("a downgraded writer admits nothing that comes after", async () => {
    const writer = new Writer(100);
    writer.socket.hello();
    writer.socket.connection.canWrite = false;
    await writer.type("too late ");
    expect(writer.socket.heard).toEqual(["refused forbidden"]);
    expect(textOf(room.doc)).toBe("one two three");
  });

  it("is told once", () => {
    const ends: string[] = [];
    const socket = new TestSocket(room, { metrics: { ...NO_METRICS, socketClosed: (end) => void ends.push(end) } });
    socket.connection.close("tooSlow");
    socket.connection.close("malformed");
    socket.connection.ended("left");
    expect(ends).toEqual(["tooSlow"]);
    expect(socket.closed).toBe(CLOSE.tooSlow.code);
  });
});
