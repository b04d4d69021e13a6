/** Many annotations: a page of the API, and the collection that is exported. */

import type { ExportAnnotation, ExportModel } from "../export/export-model.ts";
import { bulletinAddress, bulletinApiAddress } from "./addresses.ts";
import { CONTEXT, type W3cAnnotation, type W3cReply, w3cAnnotation, w3cReplies } from "./write-annotation.ts";

/** An annotation with its replies inside, as the API gives it: then each item of a page has a target in the text. */
export type W3cThread = W3cAnnotation & { "glossa:replies"?: W3cReply[] };

export function w3cThread(annotation: ExportAnnotation, source: string): W3cThread {
  const replies = w3cReplies(annotation);
  return { ...w3cAnnotation(annotation, source), ...(replies.length > 0 && { "glossa:replies": replies }) };
}

/** A single annotation, complete with its context. */
export const w3cDocument = (annotation: ExportAnnotation, source: string) => ({
  "@context": CONTEXT,
  ...w3cThread(annotation, source),
});

export interface PageInput {
  origin: string;
  bulletin: { id: string; title: string };
  annotations: readonly ExportAnnotation[];
  textSeq: number;
  limit: number;
  /** Cursor of the page before, or null for the first. */
  after: string | null;
}

/**
 * A page of annotations, oldest first, so that what is created while someone turns pages comes at the end and nothing
 * is met twice. Null when the cursor is none of ours.
 */
export function w3cPage({ origin, bulletin, annotations, textSeq, limit, after }: PageInput) {
  const start = after === null ? null : readCursor(after);
  if (after !== null && start === null) return null;
  const ordered = [...annotations].sort((a, b) => compareKeys(keyOf(a), keyOf(b)));
  const rest = start === null ? ordered : ordered.filter((annotation) => compareKeys(keyOf(annotation), start) > 0);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const source = bulletinAddress(origin, bulletin.id);
  const address = `${bulletinApiAddress(origin, bulletin.id)}/annotations`;
  const addressAfter = (cursor: string | null): string =>
    `${address}?limit=${limit}${cursor === null ? "" : `&after=${encodeURIComponent(cursor)}`}`;
  return {
    "@context": CONTEXT,
    id: addressAfter(after),
    type: "AnnotationPage",
    partOf: { id: address, type: "AnnotationCollection", label: bulletin.title, total: annotations.length },
    "glossa:textSequence": textSeq,
    items: page.map((annotation) => w3cThread(annotation, source)),
    next: last && rest.length > page.length ? addressAfter(writeCursor(last)) : null,
  } as const;
}

/** The export: a collection with one page in which replies are items of their own, each after what it answers. */
export function w3cCollection(model: ExportModel) {
  const { bulletin, counts } = model;
  const source = bulletinAddress(model.origin, bulletin.id);
  const address = `${bulletinApiAddress(model.origin, bulletin.id)}/export?format=jsonld`;
  const items = model.annotations.flatMap((annotation): (W3cAnnotation | W3cReply)[] => [
    w3cAnnotation(annotation, source),
    ...w3cReplies(annotation),
  ]);
  return {
    "@context": CONTEXT,
    id: address,
    type: "AnnotationCollection",
    label: bulletin.title,
    generated: model.exportedAt,
    total: items.length,
    "glossa:bulletin": {
      id: source,
      "glossa:title": bulletin.title,
      ...(bulletin.author !== null && { "glossa:author": bulletin.author }),
      ...(bulletin.source !== null && { "glossa:source": bulletin.source }),
    },
    "glossa:version": model.version,
    "glossa:textSequence": model.textSeq,
    "glossa:textSha256": model.textHash,
    "glossa:annotations": counts.annotations,
    "glossa:comments": counts.comments,
    first: { id: `${address}#page`, type: "AnnotationPage", partOf: address, startIndex: 0, items },
  } as const;
}

type Key = readonly [at: string, id: string];

const keyOf = ({ at, id }: ExportAnnotation): Key => [at, id];

const compareKeys = (a: Key, b: Key): number => compare(a[0], b[0]) || compare(a[1], b[1]);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const writeCursor = ({ at, id }: ExportAnnotation): string => `${at}_${id}`;

function readCursor(cursor: string): Key | null {
  const match = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([0-9a-f-]{36})$/.exec(cursor);
  return match?.[1] && match[2] ? [match[1], match[2]] : null;
}
