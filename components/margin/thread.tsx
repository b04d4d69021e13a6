"use client";

import type { Annotation, Comment } from "../../domain/annotation/annotation.ts";
import { canAnnotate } from "../../domain/permissions/permissions.ts";
import { newId } from "../sync/uuid.ts";
import { useMargin } from "./margin-context.tsx";
import { ThreadComment } from "./thread-comment.tsx";
import { useDraftWords } from "./use-draft-words.ts";
import { WordsForm } from "./words-form.tsx";

/** The discussion under an annotation, with the box for a reply. */
export function Thread({ annotation }: { annotation: Annotation }) {
  const { session } = useMargin();
  const comments = shownComments(annotation.comments);
  return (
    <div className="grid gap-3">
      {comments.length > 0 && (
        <ol className="grid gap-3" aria-label="Comments">
          {comments.map((comment, index) => (
            <li key={comment.id}>
              <ThreadComment
                annotation={annotation}
                comment={comment}
                isOpening={index === 0 && opens(annotation, comment)}
              />
            </li>
          ))}
        </ol>
      )}
      {canAnnotate(session.me) && <Reply annotation={annotation} isFirst={comments.length === 0} />}
    </div>
  );
}

function Reply({ annotation, isFirst }: { annotation: Annotation; isFirst: boolean }) {
  const { session } = useMargin();
  const { words, change, forget } = useDraftWords(`reply:${annotation.id}`);
  const label = isFirst ? "Comment" : "Reply";
  return (
    <WordsForm
      quiet
      label={label}
      placeholder={isFirst ? "Add a comment" : "Reply"}
      words={words}
      onChange={change}
      submitLabel={label}
      onSubmit={() => {
        // Refused words come back in `session.refused`.
        void session.send({ name: "add-comment", annotation: annotation.id, comment: newId(), text: words.trim() });
        forget();
      }}
    />
  );
}

/** A deleted comment is still mentioned while others stand after it: they may answer it. */
export function shownComments(comments: readonly Comment[]): Comment[] {
  const last = comments.findLastIndex((comment) => comment.deletedAt === null);
  return comments.slice(0, last + 1);
}

/** Whether the comment was posted with the annotation: then the card's head says who and when. */
export const opens = (annotation: Annotation, comment: Comment): boolean =>
  comment.author.id === annotation.author.id && comment.at === annotation.at;
