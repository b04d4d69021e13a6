"use client";

import { useEffect, useMemo, useState } from "react";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { readBulletin } from "../../domain/ydoc/read-bulletin.ts";
import type { BulletinSession } from "../sync/bulletin-session.ts";
import { coalesce } from "../sync/coalesce.ts";

/** The bulletin's nodes as they are now, read once a frame at most; until the text is loaded those of `first`. */
export function useLiveDocument({ doc, isLoaded, plain }: BulletinSession["text"], first: BulletinNode): BulletinNode {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const changed = coalesce(() => setVersion((before) => before + 1));
    doc.on("update", changed.schedule);
    return () => {
      changed.cancel();
      doc.off("update", changed.schedule);
    };
  }, [doc]);
  // Also with the plain text, so that words and highlights change in one frame; formatting alone leaves that the same.
  // biome-ignore lint/correctness/useExhaustiveDependencies: they say when the document has changed.
  return useMemo(() => (isLoaded ? readBulletin(doc) : first), [doc, isLoaded, first, plain, version]);
}
