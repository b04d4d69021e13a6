"use client";

import type { SavedState } from "../sync/bulletin-session.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";

/** Why the bulletin is no longer live on this page, and what helps. */
export function ClosedNotice({ saved, path }: { saved: SavedState; path: string }) {
  if (saved.state !== "closed") return null;
  return (
    <Notice tone="warning" alert className="mb-6 max-w-3xl">
      <p>
        <strong className="font-semibold">
          {saved.next === "sign-in" && "You were signed out. "}
          {saved.reason}
        </strong>{" "}
        What you see may be out of date, and nothing new can be saved from this page.{" "}
        {saved.kept === "only-here"
          ? "This browser can't store your changes: copy what is not saved before you leave the page."
          : "What is not saved yet is kept in this browser."}
      </p>
      <div className="mt-2.5 flex flex-wrap gap-2">
        {saved.next === "sign-in" && (
          <ButtonLink size="small" href={`/sign-in?next=${encodeURIComponent(path)}`}>
            Sign in
          </ButtonLink>
        )}
        {saved.next === "reload" && (
          <Button size="small" onClick={() => window.location.reload()}>
            Reload the page
          </Button>
        )}
        <ButtonLink size="small" look={saved.next === null ? "secondary" : "quiet"} href="/">
          Back to the bulletins
        </ButtonLink>
      </div>
    </Notice>
  );
}
