import { beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { NO_METRICS } from "./metrics.ts";
import { StateFrames } from "./state-frames.ts";

const EMPTY = Y.encodeStateVector(new Y.Doc());

let doc: Y.Doc;
let states: StateFrames;
let encoded: boolean[];

beforeEach(() => {
  doc = new Y.Doc();
  doc.getText("t").insert(0, "a long text ".repeat(20));
  encoded = [];
  states = new StateFrames(doc, { ...NO_METRICS, stateSent: ({ isCached }) => void encoded.push(!isCached) });
  doc.on("update", (update: Uint8Array) => states.added(update));
});

/** What a joiner holds after these frames: header of two or four bytes, kind, step, and the update with its length. */
function joined(frames: Buffer[], into = new Y.Doc()): string {
  for (const frame of frames) {
    const message = frame.subarray((frame[1] ?? 0) === 127 ? 10 : (frame[1] ?? 0) === 126 ? 4 : 2);
    let at = 2;
    while ((message[at] ?? 0) > 127) at++;
    Y.applyUpdate(into, message.subarray(at + 1));
  }
  return into.getText("t").toString();
}

/** Of a frame whose payload is long or short. */
const stepOf = (frame: Buffer): string =>
  ["step1", "step2", "update"][frame[(frame[1] ?? 0) === 126 ? 5 : 3] ?? -1] ?? "?";

const textOf = (): string => doc.getText("t").toString();

describe("state frames", () => {
  it("encode the state once for all who join with nothing", () => {
    const [first] = states.answer(EMPTY);
    const [second] = states.answer(EMPTY);
    expect(second).toBe(first);
    expect(encoded).toEqual([true, false]);
    expect(joined(states.answer(EMPTY))).toBe(textOf());
  });

  it("give what was written since as the answer, after the same frame for all", () => {
    states.answer(EMPTY);
    for (const word of ["one ", "two ", "three "]) doc.getText("t").insert(0, word);
    doc.getText("t").delete(10, 5);
    const frames = states.answer(EMPTY);
    expect(frames.map(stepOf)).toEqual(["update", "step2"]);
    expect(states.answer(EMPTY)[0]).toBe(frames[0]);
    expect(joined(frames)).toBe(textOf());
    expect(encoded).toEqual([true, false, false]);
  });

  it("encode anew when much was written since", () => {
    states.answer(EMPTY);
    for (let count = 0; count < 150; count++) doc.getText("t").insert(0, "x");
    // The first hundred went with the old frame; what came later was not kept.
    const frames = states.answer(EMPTY);
    expect(frames).toHaveLength(1);
    expect(encoded).toEqual([true, true]);
    expect(joined(frames)).toBe(textOf());
    doc.getText("t").insert(0, "x".repeat(100_000));
    expect(states.answer(EMPTY)).toHaveLength(1);
  });

  it("give one who comes back only what is missing", () => {
    const back = new Y.Doc();
    Y.applyUpdate(back, Y.encodeStateAsUpdate(doc));
    doc.getText("t").insert(0, "new ");
    doc.getText("t").delete(20, 10);
    const frames = states.answer(Y.encodeStateVector(back));
    expect(frames[0]?.length).toBeLessThan(100);
    expect(joined(frames, back)).toBe(textOf());
  });
});
