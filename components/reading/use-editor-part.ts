"use client";

import { type ComponentType, useEffect, useState } from "react";
import type { BulletinEditorProps } from "../editor/bulletin-editor.tsx";
import { showToast } from "../ui/toast-store.ts";

/** How long the text waits for its annotations before the editor is loaded all the same, in ms. */
const PATIENCE_MS = 2_000;

interface Moment {
  isNeeded: boolean;
  isTextLoaded: boolean;
  areAnnotationsLoaded: boolean;
}

/**
 * The editor, once it is loaded. It is as large as all the rest, so it comes only for those who may annotate or edit, and
 * only when text, highlights and margin have been drawn.
 */
export function useEditorPart({ isNeeded, isTextLoaded, areAnnotationsLoaded }: Moment) {
  const [part, setPart] = useState<{ Editor: ComponentType<BulletinEditorProps> } | null>(null);
  const isWanted = isNeeded && isTextLoaded && part === null;
  useEffect(() => {
    if (!isWanted) return;
    let isGone = false;
    const load = async (): Promise<void> => {
      try {
        const { BulletinEditor } = await import("../editor/bulletin-editor.tsx");
        if (!isGone) setPart({ Editor: BulletinEditor });
      } catch {
        // The connection was lost, or the server has got a newer build since.
        if (!isGone)
          showToast("The tools for annotating could not be loaded. Reload the page to get them.", { tone: "danger" });
      }
    };
    let timer = 0;
    const soon = (): void => {
      timer = window.setTimeout(() => void load(), areAnnotationsLoaded ? 0 : PATIENCE_MS);
    };
    // Behind the frame in which all of it is drawn.
    const frame = requestAnimationFrame(soon);
    return () => {
      isGone = true;
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [isWanted, areAnnotationsLoaded]);
  return part?.Editor ?? null;
}
