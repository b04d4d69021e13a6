"use client";

import { type Doubt, doubtOf } from "../../domain/anchor/candidates.ts";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { Icon } from "../ui/icon.tsx";
import { useMargin } from "./margin-context.tsx";

/** The passage's words, where the passage itself is not beside the card, and why it is not. */
export function CardQuote({ view, isOpen = false }: { view: AnnotationView; isOpen?: boolean }) {
  const { isSheet, session } = useMargin();
  const { anchor } = view.annotation;
  if (!anchor) return null;
  const why = reason(view, session.text.plain);
  if (!why && !isSheet) return null;
  // The open card of an uncertain one shows its words beside those that stand there now.
  const isCompared = isOpen && anchor.state === "uncertain";
  return (
    <div className="grid gap-1.5">
      {!isCompared && (
        <blockquote className={`card-quote ${isOpen ? "line-clamp-6" : "line-clamp-2"}`}>{anchor.quote}</blockquote>
      )}
      {why && (
        <p className="flex gap-1.5 text-xs text-warning">
          <Icon name="warning" size={14} className="mt-px" />
          <span>{why}</span>
        </p>
      )}
    </div>
  );
}

function reason({ annotation, range }: AnnotationView, text: string): string | null {
  const { anchor } = annotation;
  switch (anchor?.state) {
    case "uncertain":
      return DOUBTS[doubtOf(text, anchor, range)];
    case "detached":
      return "These words are no longer in the text.";
    default:
      return null;
  }
}

const DOUBTS: Record<Doubt, string> = {
  twins: "These words stand in the text more than once; which are meant can't be told.",
  surroundings: "These words stand among others now; they may not be the ones that were meant.",
  words: "The words here changed too much to be sure.",
};
