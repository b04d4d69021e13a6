/** What the bar says of unsaved work. */

import type { SavedState } from "../sync/bulletin-session.ts";

export function saySaved(saved: SavedState): string {
  switch (saved.state) {
    case "loading":
      return "Loading…";
    case "saved":
      return "Saved";
    case "saving":
      return "Saving…";
    case "offline":
      return sayOffline(saved);
    case "closed":
      return "Not connected";
  }
}

function sayOffline({ waiting, kept }: Extract<SavedState, { state: "offline" }>): string {
  if (waiting === 0) return "Offline";
  const changes = `${waiting} ${waiting === 1 ? "change" : "changes"}`;
  switch (kept) {
    case "kept":
      return `Offline – ${changes} waiting`;
    case "keeping":
      return "Offline – storing…";
    case "only-here":
      return `Offline – ${changes} only in this tab`;
  }
}

/**
 * What a screen reader calls out: that the connection was lost and that all is well again, but not each saving, which
 * comes with every pause in typing. Other trouble has an alert of its own.
 * @param before what it called out last
 */
export function callOutSaved(before: string, { state }: SavedState): string {
  if (state === "offline") return "You are offline.";
  if (state === "closed") return "";
  return state === "saved" && before !== "" ? "You are online again, and everything is saved." : before;
}
