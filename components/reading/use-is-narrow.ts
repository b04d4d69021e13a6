"use client";

import { useSyncExternalStore } from "react";

/** Below this there is no room for a margin beside the text; the same number stands in reading.css. */
const NARROW = "(max-width: 49.99rem)";

function subscribe(onChange: () => void): () => void {
  const query = window.matchMedia(NARROW);
  query.addEventListener("change", onChange);
  return () => query.removeEventListener("change", onChange);
}

/** Whether annotations have to open over the text. */
export const useIsNarrow = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(NARROW).matches,
    () => false,
  );
