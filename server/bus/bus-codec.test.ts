import { describe, expect, it } from "vitest";
import { seededRandom } from "../../tests/support/random.ts";
import type { BusMessage } from "../sync/bus.ts";
import { decodeBusMessage, encodeBusMessage } from "./bus-codec.ts";

const marker = { documentId: "b/text", userId: "u", replica: "r", n: 7 };

const MESSAGES: BusMessage[] = [
  {
    kind: "written",
    documentId: "b/text",
    after: 4,
    seq: 2 ** 31,
    update: new Uint8Array([0, 255, 1]),
    claims: [{ client: 2 ** 32 - 1, userId: "u" }],
  },
  { kind: "written", documentId: "b/text", after: 4, seq: 5, update: null, claims: [] },
  { kind: "presence", documentId: "b/text", update: new Uint8Array([1, 2]), isAll: true },
  { kind: "presence", documentId: "b/text", update: new Uint8Array(), isAll: false },
  { kind: "who-is-here", documentId: "b/text" },
  { kind: "marker-wanted", ...marker },
  { kind: "marker-reached", ...marker, seq: 12 },
  { kind: "access-changed", userId: "u" },
  {
    kind: "notice",
    bulletinId: "b",
    notice: { type: "bulletin", title: "Ä “quoted” title", author: null, source: "s", deleted: false },
  },
  { kind: "bulletin-closed", bulletinId: "b" },
  { kind: "node-left" },
];

describe("bus messages", () => {
  it.each(MESSAGES)("come through as they were: $kind", (message) => {
    expect(decodeBusMessage(encodeBusMessage("node 1", message))).toEqual({ from: "node 1", message });
  });

  it("of another version or kind are left alone", () => {
    const bytes = encodeBusMessage("node 1", { kind: "node-left" });
    expect(decodeBusMessage(bytes.with(0, 2))).toBeNull();
    expect(decodeBusMessage(bytes.with(1, 99))).toBeNull();
  });

  it("that are cut short are an error, never half a message", () => {
    for (const message of MESSAGES) {
      const bytes = encodeBusMessage("node 1", message);
      for (let length = 0; length < bytes.length; length++) {
        expect(() => decodeBusMessage(bytes.subarray(0, length)), `${message.kind} cut to ${length}`).toThrow();
      }
    }
  });

  it("that are noise never hang", () => {
    const random = seededRandom();
    for (let round = 0; round < 2000; round++) {
      const bytes = Uint8Array.from({ length: random.below(60) }, () => random.below(256));
      // Half of them reach the fields.
      if (bytes.length > 2 && round % 2 === 0) bytes.set([1, 1 + random.below(9)]);
      try {
        decodeBusMessage(bytes);
      } catch (error) {
        expect(error, `GLOSSA_SEED=${random.seed}`).toBeInstanceOf(Error);
      }
    }
  });
});
