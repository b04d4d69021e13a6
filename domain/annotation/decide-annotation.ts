/**
 * Decides a command: the annotation before, who asks and when, to the annotation after or a refusal. Pure, so that the
 * browser draws the pending outcome with the same function by which the server makes it.
 */

import { type Anchor, isSamePlace } from "../anchor/anchor.ts";
import {
  type Actor,
  canAnnotate,
  canDeleteAnnotation,
  canDeleteComment,
  canEditComment,
  canPlaceAnnotation,
  canRestoreAnnotation,
} from "../permissions/permissions.ts";
import type { Annotation, Comment } from "./annotation.ts";
import { type AnnotationCommand, type Refusal, refuse } from "./command.ts";
import { ownPlacing, withAnchor } from "./moves.ts";

export interface DecisionContext {
  actor: Actor;
  /** ISO 8601. */
  now: string;
  /** The annotation of that id, if there is one. */
  annotation: Annotation | null;
  /** For `create-annotation` and `place-annotation`: the anchor as the server resolved it (the browser passes what it proposes). */
  anchor: Anchor | null;
  hasTag(tag: string): boolean;
}

export type Decision = { ok: true; annotation: Annotation; changed: boolean } | { ok: false; refusal: Refusal };

/** Longest thread: beyond it a discussion needs another place, and the document has to stay small. */
const COMMENTS_MAX = 2000;

export function decideAnnotation(command: AnnotationCommand, context: DecisionContext): Decision {
  if (!canAnnotate(context.actor)) return refuse("forbidden", "Readers can read, but not annotate.");
  if (command.name === "create-annotation") return create(command, context);
  const { annotation } = context;
  if (!annotation) return refuse("not-found", "This annotation does not exist any more.");
  if (command.name === "restore-annotation") return restore(annotation, context);
  if (annotation.deleted) {
    return command.name === "delete-annotation"
      ? unchanged(annotation)
      : refuse("not-found", "This annotation was deleted.");
  }
  return change(annotation, command, context);
}

const changed = (annotation: Annotation): Decision => ({ ok: true, annotation, changed: true });
const unchanged = (annotation: Annotation): Decision => ({ ok: true, annotation, changed: false });

function create(
  command: Extract<AnnotationCommand, { name: "create-annotation" }>,
  context: DecisionContext,
): Decision {
  const { actor, now } = context;
  if (context.annotation) return refuse("conflict", "An annotation with this id exists already.");
  const unknown = command.tags.find((tag) => !context.hasTag(tag));
  if (unknown) return refuse("not-found", "One of the tags does not exist any more.");
  const author = { id: actor.id, name: actor.name };
  const comments = command.comment ? [newComment(command.comment.id, command.comment.text, context)] : [];
  return changed({
    id: command.annotation,
    kind: command.kind,
    author,
    at: now,
    anchor: context.anchor,
    moves: [],
    tags: [...new Set(command.tags)],
    comments,
    resolved: null,
    deleted: null,
  });
}

function restore(annotation: Annotation, { actor }: DecisionContext): Decision {
  if (!annotation.deleted) return unchanged(annotation);
  if (!canRestoreAnnotation(actor, annotation)) {
    return refuse("forbidden", "Only whoever deleted it, or an editor, can bring this annotation back.");
  }
  return changed({ ...annotation, deleted: null });
}

function change(
  annotation: Annotation,
  command: Exclude<AnnotationCommand, { name: "create-annotation" | "restore-annotation" }>,
  context: DecisionContext,
): Decision {
  const { actor, now } = context;
  const by = { id: actor.id, name: actor.name };
  switch (command.name) {
    case "delete-annotation":
      if (!canDeleteAnnotation(actor, annotation)) {
        return refuse("forbidden", "You can delete your own annotations; editors can delete others'.");
      }
      return changed({ ...annotation, deleted: { by, at: now } });
    case "change-kind":
      if (!canDeleteAnnotation(actor, annotation)) {
        return refuse("forbidden", "Only its author or an editor can change what kind of annotation this is.");
      }
      return annotation.kind === command.kind ? unchanged(annotation) : changed({ ...annotation, kind: command.kind });
    case "place-annotation":
      return place(annotation, context);
    case "unplace-annotation":
      return unplace(annotation, context);
    case "tag-annotation":
      if (!context.hasTag(command.tag)) return refuse("not-found", "This tag does not exist any more.");
      if (annotation.tags.includes(command.tag)) return unchanged(annotation);
      return changed({ ...annotation, tags: [...annotation.tags, command.tag] });
    case "untag-annotation":
      if (!annotation.tags.includes(command.tag)) return unchanged(annotation);
      return changed({ ...annotation, tags: annotation.tags.filter((tag) => tag !== command.tag) });
    case "add-comment":
      return addComment(annotation, command, context);
    case "edit-comment":
      return editComment(annotation, command, context);
    case "delete-comment":
      return deleteComment(annotation, command.comment, context);
    case "resolve-thread":
      if (annotation.resolved) return unchanged(annotation);
      return changed({ ...annotation, resolved: { by, at: now, reason: command.reason } });
    case "reopen-thread":
      return annotation.resolved ? changed({ ...annotation, resolved: null }) : unchanged(annotation);
  }
}

function place(annotation: Annotation, { actor, now, anchor }: DecisionContext): Decision {
  if (!canPlaceAnnotation(actor, annotation)) {
    return refuse("forbidden", "Only its author or an editor can put this annotation on other words.");
  }
  const { anchor: before } = annotation;
  if (!before) return refuse("invalid", "This annotation is on the whole bulletin; it has no passage.");
  if (!anchor) return refuse("quote-not-found", "These words are not in the text any more.");
  if (anchor.state === before.state && isSamePlace(anchor, before)) return unchanged(annotation);
  return changed(withAnchor(annotation, anchor, { by: { id: actor.id, name: actor.name }, at: now }));
}

function unplace(annotation: Annotation, { actor, now }: DecisionContext): Decision {
  const placing = ownPlacing(annotation, actor.id);
  if (!placing || !canPlaceAnnotation(actor, annotation)) {
    return refuse("conflict", "Somebody else has put this annotation on other words since.");
  }
  return changed(withAnchor(annotation, placing.from, { by: { id: actor.id, name: actor.name }, at: now }));
}

const newComment = (id: string, text: string, { actor, now }: DecisionContext): Comment => ({
  id,
  author: { id: actor.id, name: actor.name },
  at: now,
  text,
  editedAt: null,
  deletedAt: null,
});

function addComment(
  annotation: Annotation,
  command: { comment: string; text: string },
  context: DecisionContext,
): Decision {
  if (annotation.comments.some((comment) => comment.id === command.comment)) {
    return refuse("conflict", "A comment with this id exists already.");
  }
  if (annotation.comments.length >= COMMENTS_MAX) {
    return refuse("too-large", `A thread holds ${COMMENTS_MAX} comments at most.`);
  }
  return changed({
    ...annotation,
    comments: [...annotation.comments, newComment(command.comment, command.text, context)],
  });
}

function editComment(
  annotation: Annotation,
  command: { comment: string; text: string },
  { actor, now }: DecisionContext,
): Decision {
  const comment = liveComment(annotation, command.comment);
  if (!comment) return refuse("not-found", "This comment was deleted.");
  if (!canEditComment(actor, comment)) return refuse("forbidden", "You can edit your own comments only.");
  if (comment.text === command.text) return unchanged(annotation);
  return changed(withComment(annotation, { ...comment, text: command.text, editedAt: now }));
}

function deleteComment(annotation: Annotation, id: string, { actor, now }: DecisionContext): Decision {
  const comment = liveComment(annotation, id);
  if (!comment) return unchanged(annotation);
  if (!canDeleteComment(actor, comment)) {
    return refuse("forbidden", "You can delete your own comments; editors can delete others'.");
  }
  // The words go for good; that somebody had said something stays, so that the replies keep their sense.
  return changed(withComment(annotation, { ...comment, text: "", deletedAt: now }));
}

const liveComment = (annotation: Annotation, id: string): Comment | undefined =>
  annotation.comments.find((comment) => comment.id === id && comment.deletedAt === null);

const withComment = (annotation: Annotation, comment: Comment): Annotation => ({
  ...annotation,
  comments: annotation.comments.map((other) => (other.id === comment.id ? comment : other)),
});
