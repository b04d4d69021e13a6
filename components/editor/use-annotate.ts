"use client";

import type { Editor } from "@tiptap/core";
import { useState } from "react";
import type { TextRange } from "../../domain/anchor/anchor.ts";
import { trimRange } from "../../domain/anchor/trim-range.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import type { BulletinSession } from "../sync/bulletin-session.ts";
import { newId } from "../sync/uuid.ts";
import { showToast } from "../ui/toast-store.ts";
import type { AnnotateAction } from "./annotate-shortcuts.ts";
import { positionsIn } from "./position-cache.ts";
import type { ReadingState } from "./reading-state.ts";
import { proposeAnchor } from "./selection-anchor.ts";

/** The selected words; null when there are none. */
export function selectedRange(editor: Editor): TextRange | null {
  const { from, to, empty } = editor.state.selection;
  if (empty) return null;
  const positions = positionsIn(editor.state.doc);
  const range = positions.rangeOf({ from, to });
  return range && trimRange(positions.text, range);
}

export interface Annotate {
  /** @param range of the menu that was used; the selection may be gone by then on a phone */
  start(action: AnnotateAction, editor: Editor | null, range?: TextRange): boolean;
  tag(tagId: string, editor: Editor, range?: TextRange): void;
  isTagging: boolean;
  setTagging(isTagging: boolean): void;
}

/** Makes annotations of a selection: highlights and tags at once, the others as a draft for the margin. */
export function useAnnotate(session: BulletinSession, reading: ReadingState, say: (words: string) => void): Annotate {
  const [isTagging, setTagging] = useState(false);

  const mark = (editor: Editor, range: TextRange, tags: string[]): void => {
    const anchor = proposeAnchor(readTextMap(session.text.doc), range);
    void session.send({
      name: "create-annotation",
      annotation: newId(),
      kind: "highlight",
      anchor,
      comment: null,
      tags,
    });
    say(tags.length > 0 ? "Tagged." : "Highlighted.");
    editor.commands.setTextSelection(editor.state.selection.to);
    window.getSelection()?.collapseToEnd();
    if (editor.isEditable) editor.commands.focus(undefined, { scrollIntoView: false });
  };

  return {
    isTagging,
    setTagging,
    start(action, editor, given) {
      // The menu may be a frame behind the selection.
      const range = (editor && selectedRange(editor)) ?? given;
      if (!editor || !range) {
        showToast("Select the words first.");
        return true;
      }
      if (action === "tag") setTagging(true);
      else if (action === "highlight") mark(editor, range, []);
      else reading.startDraft({ kind: action, anchor: proposeAnchor(readTextMap(session.text.doc), range), range });
      return true;
    },
    tag(tagId, editor, given) {
      setTagging(false);
      const range = selectedRange(editor) ?? given;
      if (range) mark(editor, range, [tagId]);
    },
  };
}
