/**
 * The annotations document: one root, the Y.Map `annotations`, id → Y.Map of one annotation. Only the server writes it,
 * so what is always replaced as a whole (an anchor, a comment) is a plain value; comments lie in a map of their own, so
 * that a reply to a long thread is a small update.
 */

import * as Y from "yjs";
import type { Anchor } from "../anchor/anchor.ts";
import type { Annotation, AnnotationKind, Comment, Signature } from "../annotation/annotation.ts";
import type { Move } from "../annotation/moves.ts";

export const ANNOTATIONS_ROOT = "annotations";

type Entry = Y.Map<unknown>;

const root = (doc: Y.Doc): Y.Map<Entry> => doc.getMap<Entry>(ANNOTATIONS_ROOT);

/** Comments as stored: `position` keeps the order of the thread, which a map has not. */
type StoredComment = Comment & { position: number };

export function readAnnotation(doc: Y.Doc, id: string): Annotation | null {
  const entry = root(doc).get(id);
  return entry ? fromEntry(id, entry) : null;
}

/** All of them, deleted ones too, in no particular order. */
export function readAnnotations(doc: Y.Doc): Annotation[] {
  const all: Annotation[] = [];
  root(doc).forEach((entry, id) => {
    all.push(fromEntry(id, entry));
  });
  return all;
}

/**
 * Writes what differs from the stored annotation. Call it in a transaction.
 * @param read as it was read from this document just now, if it was: what is the very same in both is not compared again
 */
export function writeAnnotation(doc: Y.Doc, annotation: Annotation, read: Annotation | null = null): void {
  const annotations = root(doc);
  let entry = annotations.get(annotation.id);
  if (!entry) {
    entry = new Y.Map<unknown>();
    annotations.set(annotation.id, entry);
    entry.set("comments", new Y.Map<StoredComment>());
  }
  const { id: _id, comments, moves, ...fields } = annotation;
  const known: Record<string, unknown> = { ...read };
  for (const [key, value] of Object.entries(fields)) {
    if (read === null || value !== known[key]) setIfChanged(entry, key, value);
  }
  // Most never move.
  if (moves.length > 0 && moves !== read?.moves) setIfChanged(entry, "moves", moves);
  if (comments === read?.comments) return;
  const stored = commentsOf(entry);
  comments.forEach((comment, position) => {
    setIfChanged(stored, comment.id, { ...comment, position });
  });
}

/** What tells where an annotation sits, and nothing else of it. */
const PLACE_KEYS: readonly string[] = ["anchor", "moves"] satisfies (keyof Annotation)[];

/**
 * Calls back with the ids of the annotations that a transaction touched, and whether they only sit elsewhere since, as when
 * the server follows the text.
 */
export function observeAnnotations(
  doc: Y.Doc,
  onChange: (ids: Set<string>, haveOnlyMoved: boolean) => void,
): () => void {
  const observer = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    const ids = new Set<string>();
    let haveOnlyMoved = true;
    for (const event of events) {
      const [first] = event.path;
      const changed = [...event.changes.keys.keys()];
      if (event.path.length !== 1 || changed.some((key) => !PLACE_KEYS.includes(key))) haveOnlyMoved = false;
      if (typeof first === "string") ids.add(first);
      else for (const key of changed) ids.add(key);
    }
    onChange(ids, haveOnlyMoved);
  };
  root(doc).observeDeep(observer);
  return () => root(doc).unobserveDeep(observer);
}

function fromEntry(id: string, entry: Entry): Annotation {
  const comments = [...commentsOf(entry).values()]
    .sort((a, b) => a.position - b.position)
    .map(({ position: _position, ...comment }) => comment);
  return {
    id,
    kind: entry.get("kind") as AnnotationKind,
    author: entry.get("author") as Signature,
    at: entry.get("at") as string,
    anchor: (entry.get("anchor") ?? null) as Anchor | null,
    // Those that were made before there was a history have none.
    moves: (entry.get("moves") ?? []) as Move[],
    tags: (entry.get("tags") ?? []) as string[],
    comments,
    resolved: (entry.get("resolved") ?? null) as Annotation["resolved"],
    deleted: (entry.get("deleted") ?? null) as Annotation["deleted"],
  };
}

const commentsOf = (entry: Entry): Y.Map<StoredComment> => entry.get("comments") as Y.Map<StoredComment>;

/** By value: writing the same again would make an update, and a highlight flicker. */
function setIfChanged<T>(map: Y.Map<T>, key: string, value: T): void {
  const before = map.get(key);
  if (before === undefined ? map.has(key) && value === undefined : isSame(before, value)) return;
  map.set(key, value);
}

/** Most of what is written back was read from here: its parts are the very same. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  if (keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key])) return true;
  return JSON.stringify(a) === JSON.stringify(b);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
