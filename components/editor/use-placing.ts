"use client";

import type { Editor } from "@tiptap/core";
import { useEffect, useRef } from "react";
import type { BulletinSession } from "../sync/bulletin-session.ts";
import { placeAnnotation } from "./place-annotation.ts";
import { positionsIn } from "./position-cache.ts";
import type { ReadingState } from "./reading-state.ts";
import { selectedRange } from "./use-annotate.ts";
import type { SelectionPlace } from "./use-selection-place.ts";

export interface Placing {
  isOn: boolean;
  place(selected: SelectionPlace): void;
  cancel(): void;
}

/** Choosing other words for an annotation: it begins with those that it has selected, to be made more or fewer. */
export function usePlacing(session: BulletinSession, reading: ReadingState, editor: Editor | null): Placing {
  const { placing } = reading;
  const view = session.annotations.find(({ annotation }) => annotation.id === placing) ?? null;
  const range = useRef(view?.range ?? null);
  range.current = view?.range ?? null;

  useEffect(() => {
    if (!editor || placing === null) return;
    const spans = range.current ? positionsIn(editor.state.doc).spansOf(range.current) : [];
    const [first] = spans;
    const last = spans.at(-1);
    if (first && last) editor.commands.setTextSelection({ from: first.from, to: last.to });
    editor.commands.focus(undefined, { scrollIntoView: Boolean(first) });
  }, [editor, placing]);

  return {
    isOn: view !== null,
    place(selected) {
      if (!view || !editor) return;
      const isAttaching = view.annotation.anchor?.state === "detached";
      const chosen = { text: positionsIn(editor.state.doc).text, range: selectedRange(editor) ?? selected.range };
      placeAnnotation(session, view.annotation.id, chosen, isAttaching ? "Attached." : "Passage changed.");
      reading.endPlacing();
      editor.commands.setTextSelection(editor.state.selection.to);
      window.getSelection()?.collapseToEnd();
    },
    cancel() {
      reading.endPlacing();
      editor?.commands.focus(undefined, { scrollIntoView: false });
    },
  };
}
