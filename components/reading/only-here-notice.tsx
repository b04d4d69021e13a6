import type { SavedState } from "../sync/bulletin-session.ts";
import { Notice } from "../ui/notice.tsx";

/** Without connection, and in a browser that stores nothing: a closed tab would lose what is changed now. */
export function OnlyHereNotice({ saved }: { saved: SavedState }) {
  if (saved.state !== "offline" || saved.kept !== "only-here") return null;
  return (
    <Notice tone="warning" alert className="mb-6 max-w-3xl">
      <p>
        <strong className="font-semibold">You are offline, and this browser can't store your changes.</strong> It may be
        a private window, or the disk may be full. They are only in this tab: leave it open until you are online again
        and everything is saved.
      </p>
    </Notice>
  );
}
