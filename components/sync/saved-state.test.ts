import { describe, expect, it } from "vitest";
import { CLOSE } from "../../domain/protocol/protocol.ts";
import { isUnsaved, NO_FACTS, nextFacts, type SyncEvent, savedState } from "./saved-state.ts";

const after = (...events: SyncEvent[]) => events.reduce(nextFacts, NO_FACTS);
const OPEN: SyncEvent[] = [
  { type: "online", room: "text", isOnline: true },
  { type: "online", room: "annotations", isOnline: true },
  { type: "loaded", room: "text" },
  { type: "loaded", room: "annotations" },
];

describe("savedState", () => {
  it("is loading until both rooms are there", () => {
    expect(savedState(NO_FACTS)).toEqual({ state: "loading" });
    expect(savedState(after(...OPEN.slice(0, 3)))).toEqual({ state: "loading" });
    expect(savedState(after(...OPEN))).toEqual({ state: "saved" });
  });

  it("says saved only when the marker of the latest edit is acknowledged", () => {
    const typed = after(...OPEN, { type: "text-changed", marker: 1 }, { type: "text-changed", marker: 2 });
    expect(savedState(typed)).toEqual({ state: "saving" });
    const half = nextFacts(typed, { type: "text-saved", marker: 1 });
    expect(savedState(half)).toEqual({ state: "saving" });
    expect(savedState(nextFacts(half, { type: "text-saved", marker: 2 }))).toEqual({ state: "saved" });
  });

  it("is not fooled by an acknowledgement that comes late", () => {
    const facts = after(...OPEN, { type: "text-changed", marker: 3 }, { type: "text-saved", marker: 3 });
    expect(savedState(nextFacts(facts, { type: "text-saved", marker: 1 }))).toEqual({ state: "saved" });
  });

  it("is saving while a command waits for its answer", () => {
    const facts = after(...OPEN, { type: "outbox", waiting: 1 });
    expect(savedState(facts)).toEqual({ state: "saving" });
    expect(savedState(nextFacts(facts, { type: "outbox", waiting: 0 }))).toEqual({ state: "saved" });
  });

  it("counts what waits while offline: commands each, the text as one", () => {
    const offline: SyncEvent = { type: "online", room: "annotations", isOnline: false };
    expect(savedState(after(...OPEN, offline))).toEqual({ state: "offline", waiting: 0 });
    const facts = after(
      ...OPEN,
      offline,
      { type: "outbox", waiting: 2 },
      { type: "text-changed", marker: 1 },
      { type: "text-changed", marker: 2 },
    );
    expect(savedState(facts)).toEqual({ state: "offline", waiting: 3 });
    expect(isUnsaved(facts)).toBe(true);
  });

  it("owns up to what an earlier page left behind, before anything is loaded", () => {
    expect(savedState(after({ type: "outbox", waiting: 1 }))).toEqual({ state: "offline", waiting: 1 });
  });

  it("forgets the markers of a copy that was dropped", () => {
    const facts = after(...OPEN, { type: "text-changed", marker: 5 }, { type: "text-dropped" });
    expect(savedState(facts)).toEqual({ state: "saved" });
    expect(savedState(nextFacts(facts, { type: "text-changed", marker: 1 }))).toEqual({ state: "saving" });
  });

  it("gives the reason of a final close, and what helps", () => {
    const closed = (code: number) => savedState(after(...OPEN, { type: "closed", code }));
    expect(closed(4401)).toEqual({ state: "closed", reason: CLOSE.signedOut.reason, next: "sign-in" });
    expect(closed(4426)).toEqual({ state: "closed", reason: CLOSE.outdatedSchema.reason, next: "reload" });
    expect(closed(4403)).toEqual({ state: "closed", reason: CLOSE.forbidden.reason, next: null });
  });

  it("follows a deletion and its undo", () => {
    const deleted = after(...OPEN, { type: "deleted", isDeleted: true });
    expect(savedState(deleted).state).toBe("closed");
    expect(savedState(nextFacts(deleted, { type: "deleted", isDeleted: false }))).toEqual({ state: "saved" });
  });
});
