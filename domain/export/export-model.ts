/** What is taken out of a bulletin: one value from which every format is written, so that all of them agree. */

import { type AnchorState, type Quote, quoteOf, type TextRange } from "../anchor/anchor.ts";
import {
  type Annotation,
  type AnnotationKind,
  isVisible,
  type Signature,
  visibleComments,
} from "../annotation/annotation.ts";
import type { Move } from "../annotation/moves.ts";
import type { BulletinNode } from "../schema/document.ts";
import type { Tag, TagColour } from "../vocabulary/vocabulary.ts";
import { codePointIndex } from "./code-point-index.ts";

export interface ExportComment {
  id: string;
  author: Signature;
  at: string;
  text: string;
  editedAt: string | null;
}

export interface ExportTag {
  id: string;
  label: string;
  colour: TagColour;
}

/** Where a passage lies now. */
export interface ExportPlace {
  /** In UTF-16 code units of the text. */
  range: TextRange;
  /** The same in code points, as the API counts. */
  codePoints: TextRange;
}

export interface ExportAnnotation {
  id: string;
  /** From 1: passages in the order of the text, then notes on the whole bulletin, then passages without a sure place. */
  number: number;
  kind: AnnotationKind;
  author: Signature;
  at: string;
  /** Null: on the whole bulletin. */
  state: AnchorState | null;
  /** The words as they are now when it has a place, else as they were kept; null on the whole bulletin. */
  quote: Quote | null;
  /** Only of anchored and moved ones: an uncertain place is not one to print. */
  place: ExportPlace | null;
  /** The words as they were when it was made, if they have changed since. */
  original: string | null;
  /** Where it sat before, oldest first. */
  moves: Move[];
  tags: ExportTag[];
  /** The thread, oldest first, without deleted comments. */
  comments: ExportComment[];
  /** The first comment was made with the annotation: it says what that is about, and is no reply. */
  opensWithOwnComment: boolean;
  resolved: { by: Signature; at: string; reason: string | null } | null;
}

export interface ExportCounts {
  annotations: number;
  /** All comments, opening ones included. */
  comments: number;
  resolved: number;
  /** Annotations on a passage that has a sure place in the text. */
  placed: number;
}

export interface ExportedBulletin {
  id: string;
  title: string;
  author: string | null;
  source: string | null;
}

export interface ExportModel {
  bulletin: ExportedBulletin;
  /** Address of the site, without a slash at the end. */
  origin: string;
  version: "present state";
  exportedAt: string;
  text: string;
  document: BulletinNode;
  textSeq: number;
  /** SHA-256 of the plain text in UTF-8, hexadecimal. */
  textHash: string;
  counts: ExportCounts;
  annotations: ExportAnnotation[];
}

/** The part of `BulletinState` (server/commands/annotations.ts) that an export is made of. */
export interface ExportedState {
  text: string;
  textSeq: number;
  /** The document that `text` is the plain text of. */
  document: BulletinNode;
  annotations: { annotation: Annotation; range: TextRange | null }[];
  tags: Tag[];
}

export interface ExportSource {
  bulletin: ExportedBulletin;
  state: ExportedState;
  textHash: string;
  exportedAt: string;
  origin: string;
}

/** The model of the present state; what was deleted is never in it. */
export function exportModel(source: ExportSource): ExportModel {
  const annotations = exportAnnotations(source.state);
  return {
    bulletin: source.bulletin,
    origin: source.origin.replace(/\/+$/, ""),
    version: "present state",
    exportedAt: source.exportedAt,
    text: source.state.text,
    document: source.state.document,
    textSeq: source.state.textSeq,
    textHash: source.textHash,
    counts: countAnnotations(annotations),
    annotations,
  };
}

/** The visible annotations of a state, numbered. */
export function exportAnnotations(state: Omit<ExportedState, "textSeq" | "document">): ExportAnnotation[] {
  const toCodePoints = codePointIndex(state.text);
  const tagsById = new Map(state.tags.filter((tag) => tag.deletedAt === null).map((tag) => [tag.id, tag]));
  return state.annotations
    .filter(({ annotation }) => isVisible(annotation))
    .map((placed) => describe(placed, state.text, toCodePoints, tagsById))
    .sort(
      (a, b) => group(a) - group(b) || comparePlaces(a.place, b.place) || compare(a.at, b.at) || compare(a.id, b.id),
    )
    .map((annotation, index) => ({ ...annotation, number: index + 1 }));
}

export function countAnnotations(annotations: readonly ExportAnnotation[]): ExportCounts {
  return {
    annotations: annotations.length,
    comments: annotations.reduce((sum, annotation) => sum + annotation.comments.length, 0),
    resolved: annotations.filter((annotation) => annotation.resolved !== null).length,
    placed: annotations.filter((annotation) => annotation.place !== null).length,
  };
}

function describe(
  { annotation, range }: ExportedState["annotations"][number],
  text: string,
  toCodePoints: (range: TextRange) => TextRange,
  tagsById: ReadonlyMap<string, Tag>,
): Omit<ExportAnnotation, "number"> {
  const { id, kind, author, at, anchor, resolved } = annotation;
  const [first] = annotation.comments;
  const isSure = anchor !== null && (anchor.state === "anchored" || anchor.state === "moved");
  const place = isSure && range && range.start < range.end ? { range, codePoints: toCodePoints(range) } : null;
  return {
    id,
    kind,
    author,
    at,
    // A state that promises a place which isn't there would be a lie.
    state: anchor === null ? null : isSure && !place ? "detached" : anchor.state,
    quote: place ? quoteOf(text, place.range) : anchor && keptQuote(anchor),
    place,
    original: anchor?.original ?? null,
    moves: annotation.moves,
    tags: annotation.tags.flatMap((tagId) => {
      const tag = tagsById.get(tagId);
      return tag ? [{ id: tag.id, label: tag.label, colour: tag.colour }] : [];
    }),
    comments: visibleComments(annotation).map((comment) => ({
      id: comment.id,
      author: comment.author,
      at: comment.at,
      text: comment.text,
      editedAt: comment.editedAt,
    })),
    opensWithOwnComment: first?.deletedAt === null && first.author.id === author.id && first.at === at,
    resolved,
  };
}

const keptQuote = ({ quote, prefix, suffix }: Quote): Quote => ({ quote, prefix, suffix });

const group = (annotation: Omit<ExportAnnotation, "number">): number =>
  annotation.place ? 0 : annotation.state === null ? 1 : 2;

function comparePlaces(a: ExportPlace | null, b: ExportPlace | null): number {
  if (!a || !b) return 0;
  return a.range.start - b.range.start || a.range.end - b.range.end;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
