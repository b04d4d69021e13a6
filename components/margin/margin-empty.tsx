"use client";

import { canAnnotate } from "../../domain/permissions/permissions.ts";
import { Button } from "../ui/button.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useMargin } from "./margin-context.tsx";

/** A margin without a card: still loading, nothing yet, or all resolved. */
export function MarginEmpty({ hidden }: { hidden: number }) {
  const { session, reading, isSheet } = useMargin();
  if (!session.areAnnotationsLoaded) {
    return (
      <div role="status" className="grid gap-2.5">
        <span className="sr-only">Loading annotations</span>
        <Skeleton className="h-20" />
        <Skeleton className="h-24" />
      </div>
    );
  }
  if (hidden > 0) {
    return (
      <div className="margin-empty">
        <p className="font-serif text-md text-ink">All resolved.</p>
        <Button size="small" onClick={() => reading.setShowResolved(true)}>
          Show {hidden === 1 ? "the resolved one" : `all ${hidden}`}
        </Button>
      </div>
    );
  }
  if (!canAnnotate(session.me)) {
    return (
      <div className="margin-empty">
        <p className="font-serif text-md text-ink">No annotations yet.</p>
        <p>They appear here as soon as somebody makes one.</p>
      </div>
    );
  }
  return (
    <div className="margin-empty">
      <p className="font-serif text-md text-ink">Select words to annotate.</p>
      <p>
        {isSheet
          ? "Then highlight them, comment, ask, tag them, or mark a claim."
          : "Highlight them, comment, ask, tag them, or mark a claim. It appears here, beside its passage, on every screen."}
      </p>
    </div>
  );
}
