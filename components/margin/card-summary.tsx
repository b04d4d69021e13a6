"use client";

import { visibleComments } from "../../domain/annotation/annotation.ts";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { Icon } from "../ui/icon.tsx";
import { CardQuote } from "./card-quote.tsx";
import { CardTags } from "./card-tags.tsx";
import { wordsThen } from "./changed-words.tsx";
import { CommentWords } from "./comment-words.tsx";

/** What a card shows while another is active: its first words, how many more there are, its tags. */
export function CardSummary({ view }: { view: AnnotationView }) {
  const { annotation } = view;
  const [first, ...replies] = visibleComments(annotation);
  const isChanged = wordsThen(view) !== null;
  const isEmpty =
    !first &&
    annotation.tags.length === 0 &&
    !annotation.resolved &&
    !isChanged &&
    annotation.anchor?.state !== "detached";
  if (isEmpty) {
    return (
      <div className="mt-1.5 empty:hidden">
        <CardQuote view={view} />
      </div>
    );
  }
  return (
    <div className="grid gap-1.5 mt-1.5">
      <CardQuote view={view} />
      {first && (
        <p className="line-clamp-3 text-sm whitespace-pre-wrap">
          <CommentWords words={first.text} plain />
        </p>
      )}
      <CardTags tags={annotation.tags} />
      {(replies.length > 0 || annotation.resolved || isChanged) && (
        <p className="flex flex-wrap gap-x-3 text-xs text-faint">
          {isChanged && (
            <span className="inline-flex items-center gap-1">
              <Icon name="edit" size={14} />
              Text changed since
            </span>
          )}
          {replies.length > 0 && (
            <span className="inline-flex items-center gap-1">
              <Icon name="reply" size={14} />
              {replies.length === 1 ? "1 reply" : `${replies.length} replies`}
            </span>
          )}
          {annotation.resolved && (
            <span className="inline-flex items-center gap-1">
              <Icon name="check" size={14} />
              Resolved
            </span>
          )}
        </p>
      )}
    </div>
  );
}
