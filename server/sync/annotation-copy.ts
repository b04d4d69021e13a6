/** The annotations of a room as values, kept up to date: reading thousands from the document takes 50 ms each time. */

import type * as Y from "yjs";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import { observeAnnotations, readAnnotation, readAnnotations } from "../../domain/ydoc/annotations-doc.ts";

const copies = new WeakMap<Y.Doc, Map<string, Annotation>>();

/** Of all annotations, deleted ones too, by id. The same map each time; it changes with the document. */
export function annotationsIn(doc: Y.Doc): ReadonlyMap<string, Annotation> {
  const known = copies.get(doc);
  if (known) return known;
  const copy = new Map(readAnnotations(doc).map((annotation) => [annotation.id, annotation]));
  observeAnnotations(doc, (ids) => {
    for (const id of ids) {
      const annotation = readAnnotation(doc, id);
      if (annotation) copy.set(id, annotation);
    }
  });
  copies.set(doc, copy);
  return copy;
}
