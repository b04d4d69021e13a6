/** What is known of the connection and of unsaved work, and what may truthfully be said of it. Pure. */

import { CLOSE } from "../../domain/protocol/protocol.ts";
import type { SavedState } from "./bulletin-session.ts";

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
    case "closed":
      return { ...facts, closed: facts.closed ?? event.code };
    case "deleted":
      return { ...facts, isDeleted: event.isDeleted };
  }
}

export const hasUnsavedText = (facts: SyncFacts): boolean => facts.acknowledged < facts.marker;

/** Text counts as one change however many keys were pressed; each command is one. */
const unsaved = (facts: SyncFacts): number => facts.waiting + (hasUnsavedText(facts) ? 1 : 0);

export const isUnsaved = (facts: SyncFacts): boolean => unsaved(facts) > 0;

/** "saved" only when the server has committed every local update and answered every command. */
export function savedState(facts: SyncFacts): SavedState {
  if (facts.closed !== null) return closedState(facts.closed);
  if (facts.isDeleted) return { state: "closed", reason: "This bulletin was deleted.", next: null };
  const isOnline = facts.online.text && facts.online.annotations;
  const isLoaded = facts.loaded.text && facts.loaded.annotations;
  if (!isLoaded && (!isUnsaved(facts) || isOnline)) return { state: "loading" };
  if (!isOnline) return { state: "offline", waiting: unsaved(facts) };
  return isUnsaved(facts) ? { state: "saving" } : { state: "saved" };
}

function closedState(code: number): SavedState {
  const known = Object.values(CLOSE).find((close) => close.code === code);
  const reason = known?.reason ?? "The server ended the connection.";
  if (code === CLOSE.signedOut.code) return { state: "closed", reason, next: "sign-in" };
  if (code === CLOSE.outdatedSchema.code || !known) return { state: "closed", reason, next: "reload" };
  return { state: "closed", reason, next: null };
}
