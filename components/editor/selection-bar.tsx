"use client";

import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { useEscape } from "./use-escape.ts";
import type { SelectionPlace } from "./use-selection-place.ts";

/** Kept free at the window's edges, in px. */
const EDGE = 8;

interface Props {
  place: SelectionPlace;
  /** What is in it: another width needs another place. */
  content: string;
  onEscape: () => void;
  children: ReactNode;
}

/** What stands beside the selected words. On a narrow screen at its lower edge, clear of the phone's menu. */
export function SelectionBar({ place, content, onEscape, children }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  const [shift, setShift] = useState(0);

  // Not beyond the text's left edge, and within the window.
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what moves or widens it.
  useLayoutEffect(() => {
    const box = bar.current?.getBoundingClientRect();
    if (!box) return;
    const [left, right] = [box.left - shift, box.right - shift];
    const edge = Math.max(EDGE, bar.current?.parentElement?.getBoundingClientRect().left ?? 0);
    const over = right - document.documentElement.clientWidth + EDGE;
    setShift(left < edge ? edge - left : over > 0 ? -over : 0);
  }, [place, content]);

  useEscape(onEscape);
  return (
    <div
      ref={bar}
      className="annotate-bar"
      data-above={place.isAbove || undefined}
      style={{ left: place.left + shift, top: place.top }}
    >
      {children}
    </div>
  );
}
