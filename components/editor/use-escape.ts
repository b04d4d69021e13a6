"use client";

import { useEffect } from "react";
import { TEXT_SELECTOR } from "./text-and-margin.ts";

/** ProseMirror prevents what a browser would do on Escape, whether it does anything itself or not. */
const isInText = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(TEXT_SELECTOR) !== null;

/** Calls back when Escape is pressed anywhere and nothing nearer has taken it. */
export function useEscape(onEscape: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || (event.defaultPrevented && !isInText(event.target))) return;
      event.preventDefault();
      onEscape();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onEscape]);
}
