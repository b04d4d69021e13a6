import type { SavedState } from "../sync/bulletin-session.ts";
import { Notice } from "../ui/notice.tsx";

/** Without connection, and in a browser that stores nothing: a closed tab would lose what is changed now. */
export function OnlyHereNotice({ saved }: { saved: SavedState }) {
  if (saved.state !== "offline" || saved.kept !== "only-here") return null;
  return (
    <Notice tone="warning" alert className="mb-6 max-w-3xl">
      <p>
        <strong className="font-semibold">You are offline, and this browser stores nothing now</strong> (a private
        window, or no room on the disk). What you change is kept only in this tab: leave it open until everything is
        saved.
      </p>
    </Notice>
  );
}
