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
      return "Offline – keeping…";
    case "only-here":
      return `Offline – ${changes} only in this tab`;
  }
}
