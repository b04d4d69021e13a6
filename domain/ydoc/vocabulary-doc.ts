/** The vocabulary document: one root, the Y.Map `tags`, id → tag. Only the server writes it. */

import type * as Y from "yjs";
import type { Tag } from "../vocabulary/vocabulary.ts";

export const VOCABULARY_ROOT = "tags";

type StoredTag = Omit<Tag, "id">;

const root = (doc: Y.Doc): Y.Map<StoredTag> => doc.getMap<StoredTag>(VOCABULARY_ROOT);

/** All, deleted ones too, by label. */
export function readTags(doc: Y.Doc): Tag[] {
  const tags: Tag[] = [];
  root(doc).forEach((tag, id) => {
    tags.push({ id, ...tag });
  });
  return tags.sort((a, b) => a.label.localeCompare(b.label, "en"));
}

export function writeTag(doc: Y.Doc, { id, ...tag }: Tag): void {
  root(doc).set(id, tag);
}

export function observeTags(doc: Y.Doc, onChange: () => void): () => void {
  root(doc).observe(onChange);
  return () => root(doc).unobserve(onChange);
}
