"use client";

import type { Editor } from "@tiptap/core";
import { type RefObject, useEffect, useState } from "react";
import type { TextRange } from "../../domain/anchor/anchor.ts";
import { selectedRange } from "./use-annotate.ts";

/** Where a selection's menu goes, in px within the editor's element. */
export interface SelectionPlace {
  range: TextRange;
  /** Middle of the selection's last line, or first one for a selection made upwards. */
  left: number;
  /** The menu's bottom when it stands above the line, else its top. */
  top: number;
  isAbove: boolean;
}

/** Between line and menu. */
const GAP = 10;

/** Room that the menu needs above the line, the page's bar included. */
const ROOM_ABOVE = 130;

/** The place of the selection, while there is one in the text and no pointer is drawing it. */
export function useSelectionPlace(editor: Editor | null, root: RefObject<HTMLElement | null>) {
  const [place, setPlace] = useState<SelectionPlace | null>(null);

  useEffect(() => {
    if (!editor) return;
    let frame = 0;
    let isDrawing = false;
    const update = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        if (isDrawing || editor.isDestroyed) return;
        setPlace((before) => {
          const next = placeOf(editor, root.current);
          // Within the menu, its tag field has the browser's selection; the text's own stays.
          if (!next && root.current?.querySelector(".annotate-bar")?.contains(document.activeElement)) return before;
          return before && next && isSame(before, next) ? before : next;
        });
      });
    };
    const onDown = (event: PointerEvent): void => {
      isDrawing =
        event.target instanceof Node && editor.view.dom.contains(event.target) && event.pointerType !== "touch";
      if (isDrawing) setPlace(null);
    };
    const onUp = (): void => {
      isDrawing = false;
      update();
    };
    editor.on("selectionUpdate", update);
    document.addEventListener("selectionchange", update);
    window.addEventListener("resize", update);
    window.addEventListener("pointerdown", onDown);
    window.addEventListener("pointerup", onUp);
    window.addEventListener("pointercancel", onUp);
    return () => {
      cancelAnimationFrame(frame);
      setPlace(null);
      editor.off("selectionUpdate", update);
      document.removeEventListener("selectionchange", update);
      window.removeEventListener("resize", update);
      window.removeEventListener("pointerdown", onDown);
      window.removeEventListener("pointerup", onUp);
      window.removeEventListener("pointercancel", onUp);
    };
  }, [editor, root]);

  return { place, dismiss: () => setPlace(null) };
}

function placeOf(editor: Editor, root: HTMLElement | null): SelectionPlace | null {
  const range = selectedRange(editor);
  const selection = document.getSelection();
  if (!range || !root || !selection || selection.isCollapsed || !editor.view.dom.contains(selection.anchorNode))
    return null;
  const { anchor, head } = editor.state.selection;
  const isUpwards = head < anchor;
  const line = editor.view.coordsAtPos(head, isUpwards ? 1 : -1);
  const box = root.getBoundingClientRect();
  const isAbove = isUpwards && line.top > ROOM_ABOVE;
  return {
    range,
    left: (line.left + line.right) / 2 - box.left,
    top: isAbove ? line.top - box.top - GAP : line.bottom - box.top + GAP,
    isAbove,
  };
}

const isSame = (a: SelectionPlace, b: SelectionPlace): boolean =>
  a.range.start === b.range.start &&
  a.range.end === b.range.end &&
  a.left === b.left &&
  a.top === b.top &&
  a.isAbove === b.isAbove;
