"use client";

import { useEffect, useMemo } from "react";
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from "yjs";

/**
 * The document that the editor is bound to: the session's own for those who may edit; for all others a copy that only
 * listens, because y-tiptap writes on its own account too (it repairs what the schema does not allow).
 */
export function useBoundDoc(doc: Doc, canEdit: boolean): Doc {
  const bound = useMemo(() => (canEdit ? doc : copyOf(doc)), [doc, canEdit]);
  useEffect(() => {
    if (bound === doc) return;
    applyUpdate(bound, encodeStateAsUpdate(doc, encodeStateVector(bound)));
    const follow = (update: Uint8Array): void => applyUpdate(bound, update);
    doc.on("update", follow);
    return () => doc.off("update", follow);
  }, [bound, doc]);
  return bound;
}

function copyOf(doc: Doc): Doc {
  const copy = new Doc();
  applyUpdate(copy, encodeStateAsUpdate(doc));
  return copy;
}
