"use client";

import type { Editor } from "@tiptap/core";
import { type RefObject, useLayoutEffect, useState } from "react";
import type { TextRange } from "../../domain/anchor/anchor.ts";
import type { Edge } from "./extent-edge.ts";
import { positionsIn } from "./position-cache.ts";
import { LAYOUT_EVENT } from "./text-and-margin.ts";

/** In px within the editor's element. */
export interface EdgePlace {
  left: number;
  top: number;
  height: number;
}

/** Where the first and last character of a passage stand; null while they are not drawn. */
export function useEdgePlaces(
  editor: Editor,
  root: RefObject<HTMLElement | null>,
  { start, end }: TextRange,
): Record<Edge, EdgePlace> | null {
  const [places, setPlaces] = useState<Record<Edge, EdgePlace> | null>(null);

  useLayoutEffect(() => {
    const element = root.current;
    if (!element) return;
    let frame = 0;
    const measure = (): void => {
      if (editor.isDestroyed) return;
      const spans = positionsIn(editor.state.doc).spansOf({ start, end });
      const [first] = spans;
      const last = spans.at(-1);
      const box = element.getBoundingClientRect();
      const placeOf = (position: number, side: 1 | -1): EdgePlace => {
        const { left, top, bottom } = editor.view.coordsAtPos(position, side);
        return { left: left - box.left, top: top - box.top, height: bottom - top };
      };
      setPlaces(first && last ? { start: placeOf(first.from, 1), end: placeOf(last.to, -1) } : null);
    };
    const measureSoon = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(measure);
    };
    measure();
    element.addEventListener(LAYOUT_EVENT, measureSoon);
    window.addEventListener("resize", measureSoon);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener(LAYOUT_EVENT, measureSoon);
      window.removeEventListener("resize", measureSoon);
    };
  }, [editor, root, start, end]);

  return places;
}
