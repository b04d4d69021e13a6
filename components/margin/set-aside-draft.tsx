"use client";

import { Button } from "../ui/button.tsx";
import { useMargin } from "./margin-context.tsx";

/** A new annotation that was closed with words in it. */
export function SetAsideDraft() {
  const { drafting } = useMargin();
  const { draft } = drafting;
  if (!draft?.isSetAside) return null;
  return (
    <section aria-label="Unsent draft" className="margin-strip">
      <p className="text-xs font-semibold text-soft">Not posted yet</p>
      {draft.words && <p className="line-clamp-2 text-sm">{draft.words}</p>}
      <div className="flex justify-end gap-1.5">
        <Button look="quiet" size="small" onClick={drafting.discard}>
          Discard
        </Button>
        <Button size="small" onClick={drafting.resume}>
          Go on
        </Button>
      </div>
    </section>
  );
}
