/** What an annotation is, on both sides and in every format. Times are ISO 8601 in UTC; ids are UUIDs. */

import type { Anchor } from "../anchor/anchor.ts";
import type { Move } from "./moves.ts";

export const ANNOTATION_KINDS = ["highlight", "comment", "claim", "question", "suggestion"] as const;
export type AnnotationKind = (typeof ANNOTATION_KINDS)[number];

/** A person's id, and the name they signed with: words stay signed when their author leaves. */
export interface Signature {
  id: string;
  name: string;
}

export interface Comment {
  id: string;
  author: Signature;
  at: string;
  text: string;
  editedAt: string | null;
  deletedAt: string | null;
}

export interface Annotation {
  id: string;
  kind: AnnotationKind;
  author: Signature;
  at: string;
  /** Null: on the whole bulletin. */
  anchor: Anchor | null;
  /** Where it sat before, oldest first. */
  moves: Move[];
  /** Ids of tags in the workspace's vocabulary, without repeats, in the order they were put on. */
  tags: string[];
  /** The thread, oldest first. */
  comments: Comment[];
  resolved: { by: Signature; at: string; reason: string | null } | null;
  /** Deleted annotations are kept for undo, and appear in no view, list or export. */
  deleted: { by: Signature; at: string } | null;
}

export const isVisible = (annotation: Annotation): boolean => annotation.deleted === null;

export const visibleComments = (annotation: Annotation): Comment[] =>
  annotation.comments.filter((comment) => comment.deletedAt === null);
