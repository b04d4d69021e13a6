"use client";

import { useEffect, useRef } from "react";
import type { ReadingState } from "../editor/reading-state.ts";
import { annotationOf } from "../margin/annotation-hash.ts";
import type { BulletinSession } from "../sync/bulletin-session.ts";
import { showToast } from "../ui/toast-store.ts";

/** Activates the annotation that the address names, on opening and whenever its fragment changes. */
export function useAnnotationLink(session: BulletinSession, reading: ReadingState, isReady: boolean): void {
  const newest = useRef({ session, reading });
  newest.current = { session, reading };
  useEffect(() => {
    if (!isReady) return;
    const follow = (): void => {
      const id = annotationOf(window.location.hash);
      if (!id) return;
      const isThere = newest.current.session.annotations.some(({ annotation }) => annotation.id === id);
      if (isThere) newest.current.reading.activate(id, "link");
      else showToast("The annotation that this link leads to was deleted.");
    };
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, [isReady]);
}
