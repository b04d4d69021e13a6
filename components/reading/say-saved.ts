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
      return saved.waiting === 0
        ? "Offline"
        : `Offline – ${saved.waiting} ${saved.waiting === 1 ? "change" : "changes"} waiting`;
    case "closed":
      return "Not connected";
  }
}
