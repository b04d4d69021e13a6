/** What is known of the connection and of unsaved work, and what may truthfully be said of it. Pure. */

import { CLOSE } from "../../domain/protocol/protocol.ts";
import type { KeptState, SavedState } from "./bulletin-session.ts";

/** The rooms without which nothing can be read or saved. */
type NeededRoom = "text" | "annotations";

export interface SyncFacts {
  online: Record<NeededRoom, boolean>;
  /** Loaded at least once. */
  loaded: Record<NeededRoom, boolean>;
  /** The marker after the latest local text update, and the last one that the server acknowledged. */
  marker: number;
  acknowledged: number;
  /** Commands in the outbox. */
  waiting: number;
  /** What earlier pages left behind has been looked for in this browser. */
  isLookedUp: boolean;
  /** Text of an earlier page that is not saved yet. */
  hasLeftovers: boolean;
  /** All that is unsaved is in this browser's storage, and has been so for a moment. */
  isKept: boolean;
  /** The browser could store what it was last asked to. */
  canKeep: boolean;
  /** The code of a final close. */
  closed: number | null;
  isDeleted: boolean;
}

export const NO_FACTS: SyncFacts = {
  online: { text: false, annotations: false },
  loaded: { text: false, annotations: false },
  marker: 0,
  acknowledged: 0,
  waiting: 0,
  isLookedUp: false,
  hasLeftovers: false,
  isKept: true,
  canKeep: true,
  closed: null,
  isDeleted: false,
};

export type SyncEvent =
  | { type: "online"; room: NeededRoom; isOnline: boolean }
  | { type: "loaded"; room: NeededRoom }
  | { type: "text-changed"; marker: number }
  | { type: "text-saved"; marker: number }
  /** The local copy of the text was replaced by the server's: its unsaved updates are gone. */
  | { type: "text-dropped" }
  | { type: "outbox"; waiting: number }
  | { type: "looked-up" }
  | { type: "leftovers"; hasLeftovers: boolean }
  | { type: "kept"; isKept: boolean }
  | { type: "health"; canKeep: boolean }
  | { type: "closed"; code: number }
  | { type: "deleted"; isDeleted: boolean };

export function nextFacts(facts: SyncFacts, event: SyncEvent): SyncFacts {
  switch (event.type) {
    case "online":
      return { ...facts, online: { ...facts.online, [event.room]: event.isOnline } };
    case "loaded":
      return { ...facts, loaded: { ...facts.loaded, [event.room]: true } };
    case "text-changed":
      return { ...facts, marker: Math.max(facts.marker, event.marker) };
    case "text-saved":
      return { ...facts, acknowledged: Math.max(facts.acknowledged, event.marker) };
    case "text-dropped":
      return { ...facts, marker: 0, acknowledged: 0 };
    case "outbox":
      return { ...facts, waiting: event.waiting };
    case "looked-up":
      return { ...facts, isLookedUp: true };
    case "leftovers":
      return { ...facts, hasLeftovers: event.hasLeftovers };
    case "kept":
      return { ...facts, isKept: event.isKept };
    case "health":
      return { ...facts, canKeep: event.canKeep };
    case "closed":
      return { ...facts, closed: facts.closed ?? event.code };
    case "deleted":
      return { ...facts, isDeleted: event.isDeleted };
  }
}

const hasUnsavedText = (facts: SyncFacts): boolean => facts.acknowledged < facts.marker || facts.hasLeftovers;

/** Text counts as one change however many keys were pressed; each command is one. */
const unsaved = (facts: SyncFacts): number => facts.waiting + (hasUnsavedText(facts) ? 1 : 0);

export const isUnsaved = (facts: SyncFacts): boolean => unsaved(facts) > 0;

/** "saved" only when the server has committed every local update and answered every command. */
export function savedState(facts: SyncFacts): SavedState {
  const kept = keptState(facts);
  if (facts.closed !== null) return { ...closedState(facts.closed), kept };
  if (facts.isDeleted) return { state: "closed", reason: "This bulletin was deleted.", next: null, kept };
  const isOnline = facts.online.text && facts.online.annotations;
  const isLoaded = facts.loaded.text && facts.loaded.annotations && facts.isLookedUp;
  if (!isLoaded && (!isUnsaved(facts) || isOnline)) return { state: "loading" };
  if (!isOnline) return { state: "offline", waiting: unsaved(facts), kept };
  return isUnsaved(facts) ? { state: "saving" } : { state: "saved" };
}

function keptState({ canKeep, isKept }: SyncFacts): KeptState {
  if (!canKeep) return "only-here";
  return isKept ? "kept" : "keeping";
}

/** Closed for good reason: the same page would be closed again. */
const NO_WAY_BACK: readonly number[] = [CLOSE.forbidden.code, CLOSE.notFound.code, CLOSE.foreignOrigin.code];

/** To somebody who has it before them. */
const GONE = "This bulletin is no longer there; it may have been deleted.";

function closedState(code: number): { state: "closed"; reason: string; next: "sign-in" | "reload" | null } {
  const known = Object.values(CLOSE).find((close) => close.code === code);
  const reason = code === CLOSE.notFound.code ? GONE : (known?.reason ?? "The server ended the connection.");
  if (code === CLOSE.signedOut.code) return { state: "closed", reason, next: "sign-in" };
  return { state: "closed", reason, next: NO_WAY_BACK.includes(code) ? null : "reload" };
}
