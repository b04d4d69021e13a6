/** What a card says that is not on the server yet. */

import type { SavedState } from "../sync/bulletin-session.ts";

export function sayPending({ state }: SavedState): string {
  if (state === "offline") return "waiting to be sent";
  return state === "closed" ? "not sent" : "sending…";
}
