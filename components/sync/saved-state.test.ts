import { describe, expect, it } from "vitest";
import { CLOSE } from "../../domain/protocol/protocol.ts";
import { isUnsaved, NO_FACTS, nextFacts, type SyncEvent, savedState } from "./saved-state.ts";

const after = (...events: SyncEvent[]) => events.reduce(nextFacts, NO_FACTS);
const OPEN: SyncEvent[] = [
  { type: "online", room: "text", isOnline: true },
  { type: "online", room: "annotations", isOnline: true },
  { type: "loaded", room: "text" },
  { type: "loaded", room: "annotations" },
  { type: "looked-up" },
];

describe("savedState", () => {
  it("is loading until both rooms are there, and it is known what an earlier page left behind", () => {
    expect(savedState(NO_FACTS)).toEqual({ state: "loading" });
    for (const missing of OPEN.slice(2)) {
      expect(savedState(after(...OPEN.filter((event) => event !== missing)))).toEqual({ state: "loading" });
    }
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
    expect(savedState(after(...OPEN, offline))).toEqual({ state: "offline", waiting: 0, kept: "kept" });
    const facts = after(
      ...OPEN,
      offline,
      { type: "outbox", waiting: 2 },
      { type: "text-changed", marker: 1 },
      { type: "text-changed", marker: 2 },
    );
    expect(savedState(facts)).toEqual({ state: "offline", waiting: 3, kept: "kept" });
    expect(isUnsaved(facts)).toBe(true);
  });

  it("owns up to what an earlier page left behind, before anything is loaded", () => {
    const waiting = { state: "offline", waiting: 1, kept: "kept" };
    expect(savedState(after({ type: "outbox", waiting: 1 }))).toEqual(waiting);
    expect(savedState(after({ type: "leftovers", hasLeftovers: true }))).toEqual(waiting);
  });

  it("does not say saved while an earlier page's text waits", () => {
    const facts = after(...OPEN, { type: "leftovers", hasLeftovers: true });
    expect(savedState(facts)).toEqual({ state: "saving" });
    expect(savedState(nextFacts(facts, { type: "leftovers", hasLeftovers: false }))).toEqual({ state: "saved" });
  });

  it("says kept only of what is kept, and that it can't be", () => {
    const offline = after(...OPEN, { type: "online", room: "text", isOnline: false }, { type: "outbox", waiting: 1 });
    const kept = (...events: SyncEvent[]) => savedState(events.reduce(nextFacts, offline));
    expect(kept({ type: "kept", isKept: false })).toMatchObject({ kept: "keeping" });
    expect(kept({ type: "kept", isKept: false }, { type: "health", canKeep: false })).toMatchObject({
      kept: "only-here",
    });
    expect(kept({ type: "kept", isKept: true })).toMatchObject({ kept: "kept" });
  });

  it("forgets the markers of a copy that was dropped", () => {
    const facts = after(...OPEN, { type: "text-changed", marker: 5 }, { type: "text-dropped" });
    expect(savedState(facts)).toEqual({ state: "saved" });
    expect(savedState(nextFacts(facts, { type: "text-changed", marker: 1 }))).toEqual({ state: "saving" });
  });

  it("gives the reason of a final close, and what helps", () => {
    const closed = (code: number) => savedState(after(...OPEN, { type: "closed", code }));
    expect(closed(4401)).toMatchObject({ reason: CLOSE.signedOut.reason, next: "sign-in", kept: "kept" });
    expect(closed(4426)).toMatchObject({ reason: CLOSE.outdatedSchema.reason, next: "reload" });
    expect(closed(4403)).toMatchObject({ reason: CLOSE.forbidden.reason, next: null });
  });

  it("has an answer to every final code, and to those of a later server", () => {
    const final = Object.values(CLOSE).filter(({ code }) => code < 4500 && code !== CLOSE.notFound.code);
    for (const { code, reason } of [...final, { code: 4499, reason: "The server ended the connection." }]) {
      expect(savedState(after(...OPEN, { type: "closed", code }))).toMatchObject({ state: "closed", reason });
    }
  });

  it("speaks of a bulletin that is gone, not of rooms", () => {
    expect(savedState(after(...OPEN, { type: "closed", code: CLOSE.notFound.code }))).toMatchObject({
      reason: "This bulletin is no longer there; it may have been deleted.",
      next: null,
    });
  });

  it("follows a deletion and its undo", () => {
    const deleted = after(...OPEN, { type: "deleted", isDeleted: true });
    expect(savedState(deleted).state).toBe("closed");
    expect(savedState(nextFacts(deleted, { type: "deleted", isDeleted: false }))).toEqual({ state: "saved" });
  });
});
