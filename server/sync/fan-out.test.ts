import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import type { Connection } from "./connection.ts";
import { FanOut } from "./fan-out.ts";
import { NO_METRICS } from "./metrics.ts";

/** A socket that keeps the frames that it is given. */
class Frames {
  readonly frames: Buffer[] = [];
  readonly connection = { sendUpdate: (frame: Buffer) => void this.frames.push(frame) } as Connection;
}

const doc = new Y.Doc();
/** An update that adds one entry. */
function update(): Uint8Array {
  let bytes: Uint8Array = new Uint8Array();
  doc.once("update", (made: Uint8Array) => {
    bytes = made;
  });
  doc.getArray("a").push([1]);
  return bytes;
}

/** Server frames: two or four bytes of header; then kind, step, length and the update. */
function entriesIn(frame: Buffer | undefined): number {
  if (!frame) return 0;
  const message = frame.subarray((frame[1] ?? 0) === 126 ? 4 : 2);
  const lengthBytes = (message[2] ?? 0) > 127 ? 2 : 1;
  const { structs } = Y.decodeUpdate(message.subarray(2 + lengthBytes));
  return structs.reduce((sum, struct) => sum + (struct instanceof Y.Skip ? 0 : struct.length), 0);
}

let all: Frames[];
let fanOut: FanOut;

const join = (count: number): void => {
  all = Array.from({ length: count }, () => new Frames());
  fanOut = new FanOut(new Set(all.map(({ connection }) => connection)), NO_METRICS);
};
const pass = (ms: number): void => {
  vi.advanceTimersByTime(ms);
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  fanOut.stop();
  vi.useRealTimers();
});

describe("fan-out", () => {
  it("sends a lone update at once, as the same bytes to all but its writer", () => {
    join(300);
    const [writer, one, two] = all;
    fanOut.push([{ bytes: update(), from: writer?.connection ?? null }]);
    expect(writer?.frames).toEqual([]);
    expect(one?.frames).toHaveLength(1);
    expect(two?.frames[0]).toBe(one?.frames[0]);
  });

  it("holds nothing where few listen", () => {
    join(3);
    for (let count = 0; count < 50; count++) {
      pass(5);
      fanOut.push([{ bytes: update(), from: null }]);
    }
    expect(all[0]?.frames).toHaveLength(50);
  });

  it("merges what comes fast to many into frames, holds none for more than 16 ms, and loses none", () => {
    join(200);
    for (let count = 0; count < 100; count++) {
      pass(5);
      fanOut.push([{ bytes: update(), from: null }]);
    }
    pass(16);
    const frames = all[7]?.frames ?? [];
    expect(frames.reduce((sum, frame) => sum + entriesIn(frame), 0)).toBe(100);
    // One every 20 ms, and the first ones, before the rate was known to be high.
    expect(frames.length).toBeGreaterThan(20);
    expect(frames.length).toBeLessThan(40);
    pass(1000);
    fanOut.push([{ bytes: update(), from: null }]);
    expect(frames).toHaveLength(all[8]?.frames.length ?? 0);
    expect(all[7]?.frames.length).toBe(frames.length);
  });

  it("gives each of a few writers what the others wrote", () => {
    join(4);
    const [one, two, three] = all;
    if (!one || !two || !three) throw new Error("Four have joined.");
    fanOut.push([
      { bytes: update(), from: one.connection },
      { bytes: update(), from: two.connection },
      { bytes: update(), from: two.connection },
      { bytes: update(), from: null },
    ]);
    expect([one, two, three].map(({ frames }) => entriesIn(frames[0]))).toEqual([3, 2, 4]);
  });

  it("writes at once what is still held when it is asked to", () => {
    join(500);
    for (let count = 0; count < 20; count++) fanOut.push([{ bytes: update(), from: null }]);
    const before = all[0]?.frames.length ?? 0;
    fanOut.flush();
    expect(before).toBeLessThan(20);
    expect((all[0]?.frames ?? []).reduce((sum, frame) => sum + entriesIn(frame), 0)).toBe(20);
  });
});
