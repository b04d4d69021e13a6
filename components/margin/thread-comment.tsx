"use client";

import { useEffect, useRef, useState } from "react";
import type { Annotation, Comment } from "../../domain/annotation/annotation.ts";
import { canDeleteComment, canEditComment } from "../../domain/permissions/permissions.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { TimeAgo } from "../ui/time-ago.tsx";
import { CommentWords } from "./comment-words.tsx";
import { draftStorage, readDraft } from "./draft-store.ts";
import { useMargin } from "./margin-context.tsx";
import { useDraftWords } from "./use-draft-words.ts";
import { WordsForm } from "./words-form.tsx";

interface Props {
  annotation: Annotation;
  comment: Comment;
  /** The card's head names its author and time already. */
  isOpening: boolean;
}

/** One comment of an open thread, with what its author or an editor can do to it. */
export function ThreadComment({ annotation, comment, isOpening }: Props) {
  const { session, now, bulletinId } = useMargin();
  const [mode, setMode] = useState<"read" | "edit" | "delete">(() => {
    const kept = readDraft(draftStorage(), {
      person: session.me.id,
      bulletin: bulletinId,
      subject: `edit:${comment.id}`,
    });
    return kept === "" ? "read" : "edit";
  });
  const { me, send } = session;
  const mayEdit = canEditComment(me, comment);
  const mayDelete = canDeleteComment(me, comment);
  const remove = (): void => void send({ name: "delete-comment", annotation: annotation.id, comment: comment.id });

  const tools = (mayEdit || mayDelete) && (
    <span className="thread-comment-tools">
      {mayEdit && <IconButton icon="edit" size="small" label="Edit comment" onClick={() => setMode("edit")} />}
      {mayDelete && <IconButton icon="trash" size="small" label="Delete comment" onClick={() => setMode("delete")} />}
    </span>
  );

  if (comment.deletedAt)
    return <p className="text-sm text-faint italic">A comment by {comment.author.name} was deleted.</p>;
  return (
    <article className="thread-comment" aria-label={`Comment by ${comment.author.name}`}>
      {isOpening ? (
        mode === "read" && <span className="float-right ml-2">{tools}</span>
      ) : (
        <div className="flex min-h-6 items-center gap-2 text-xs text-faint">
          <Avatar person={comment.author} size="small" />
          <span className="min-w-0 truncate text-sm font-medium text-ink">{comment.author.name}</span>
          <TimeAgo at={comment.at} now={now} />
          {comment.editedAt && <span>edited</span>}
          {mode === "read" && <span className="ml-auto">{tools}</span>}
        </div>
      )}
      {mode === "edit" ? (
        <EditComment annotation={annotation} comment={comment} onDone={() => setMode("read")} />
      ) : (
        <p className="text-sm leading-relaxed whitespace-pre-wrap">
          <CommentWords words={comment.text} />
          {isOpening && comment.editedAt && <span className="text-xs text-faint"> (edited)</span>}
        </p>
      )}
      {mode === "delete" && <ConfirmDelete onDelete={remove} onKeep={() => setMode("read")} />}
    </article>
  );
}

function EditComment({
  annotation,
  comment,
  onDone,
}: {
  annotation: Annotation;
  comment: Comment;
  onDone: () => void;
}) {
  const { session } = useMargin();
  const { words, change, forget } = useDraftWords(`edit:${comment.id}`, comment.text);
  const leave = (): void => {
    forget();
    onDone();
  };
  return (
    <WordsForm
      label="Comment"
      placeholder="Write a comment"
      words={words}
      onChange={change}
      autoFocus
      submitLabel="Save"
      onCancel={leave}
      onSubmit={() => {
        void session.send({ name: "edit-comment", annotation: annotation.id, comment: comment.id, text: words.trim() });
        leave();
      }}
    />
  );
}

/** The words of a deleted comment are gone for good, so it asks first. */
function ConfirmDelete({ onDelete, onKeep }: { onDelete: () => void; onKeep: () => void }) {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus({ preventScroll: true }), []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is a short cut for the button.
    <div
      className="flex flex-wrap items-center justify-end gap-1.5 pt-2"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onKeep();
      }}
    >
      <p className="mr-auto text-xs text-soft">Its words can't be brought back.</p>
      <Button ref={keep} look="quiet" size="small" onClick={onKeep}>
        Keep
      </Button>
      <Button look="danger" size="small" onClick={onDelete}>
        Delete
      </Button>
    </div>
  );
}
