"use client";

import type { AnnotationView } from "../sync/bulletin-session.ts";
import { Icon } from "../ui/icon.tsx";
import { useMargin } from "./margin-context.tsx";

/** The passage's words, where the passage itself is not beside the card, and why it is not. */
export function CardQuote({ view, isOpen = false }: { view: AnnotationView; isOpen?: boolean }) {
  const { isSheet } = useMargin();
  const { anchor } = view.annotation;
  if (!anchor) return null;
  const why = reason(view);
  if (!why && !isSheet) return null;
  return (
    <div className="grid gap-1.5">
      <blockquote className={`card-quote ${isOpen ? "line-clamp-6" : "line-clamp-2"}`}>{anchor.quote}</blockquote>
      {why && (
        <p className="flex gap-1.5 text-xs text-warning">
          <Icon name="warning" size={14} className="mt-px" />
          <span>{why}</span>
        </p>
      )}
    </div>
  );
}

function reason({ annotation, range }: AnnotationView): string | null {
  switch (annotation.anchor?.state) {
    case "uncertain":
      return range
        ? "The text changed here; these may not be its words any more."
        : "These words stand in the text more than once, or changed too much to say which are meant.";
    case "detached":
      return "These words are no longer in the text.";
    default:
      return null;
  }
}
