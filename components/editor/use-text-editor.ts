"use client";

import { type Editor, useEditor } from "@tiptap/react";
import { useEffect, useRef, useState } from "react";
import type { Awareness } from "y-protocols/awareness";
import type { Doc } from "yjs";
import { showToast } from "../ui/toast-store.ts";
import type { AnnotateAction } from "./annotate-shortcuts.ts";
import type { Picked, Place } from "./reading-keys.ts";
import { textExtensions } from "./text-extensions.ts";
import { useBoundDoc } from "./use-bound-doc.ts";

interface Options {
  doc: Doc;
  awareness: Awareness;
  canEdit: boolean;
  /** Id of the element that says how to use the text by keyboard. */
  hintId: string;
  onAnnotate: (action: AnnotateAction) => boolean;
  onPick: (place: Place, event: { isModified: boolean }) => Picked;
}

/**
 * Whether somebody without a mouse or keyboard reads, on a phone: there the text of those who may not edit stays plain
 * text, with the phone's own selection. Elsewhere it has a caret (locked-text.ts).
 */
function useIsTouchOnly(): boolean {
  const [isTouchOnly, setTouchOnly] = useState(false);
  useEffect(() => {
    if (matchMedia("(any-pointer: fine)").matches || !matchMedia("(pointer: coarse)").matches) return;
    setTouchOnly(true);
    // A keyboard after all. The phone's own, on the screen, has no such keys.
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Tab" || event.key.startsWith("Arrow")) setTouchOnly(false);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return isTouchOnly;
}

export function useTextEditor(options: Options): { editor: Editor | null; isLocked: boolean } {
  const { awareness, canEdit, hintId } = options;
  const isTouchOnly = useIsTouchOnly();
  const hasCaret = canEdit || !isTouchOnly;
  const doc = useBoundDoc(options.doc, canEdit);
  const latest = useRef(options);
  latest.current = options;
  const editor = useEditor(
    {
      immediatelyRender: false,
      editable: hasCaret,
      extensions: textExtensions({
        doc,
        awareness,
        canEdit,
        onPasteRefused: () =>
          showToast(
            "That is too long to paste: more than two million characters. Nothing was changed; import it as a bulletin of its own.",
            {
              tone: "danger",
            },
          ),
        keys: {
          onAnnotate: (action) => latest.current.onAnnotate(action),
          onPick: (place, event) => latest.current.onPick(place, event),
        },
      }),
      editorProps: {
        attributes: {
          class: "bulletin-text",
          "data-bulletin-text": "",
          ...accessibility({ canEdit, hasCaret, hintId }),
        },
      },
    },
    [doc, awareness, canEdit, hasCaret, hintId],
  );
  return { editor, isLocked: !canEdit };
}

function accessibility({ canEdit, hasCaret, hintId }: { canEdit: boolean; hasCaret: boolean; hintId: string }) {
  if (!hasCaret) return {};
  const field = {
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": "Text of the bulletin",
    "aria-describedby": hintId,
  };
  if (canEdit) return field;
  // No keyboard on the screen, and nothing that writes by itself.
  const silent = { inputmode: "none", spellcheck: "false", autocorrect: "off", autocapitalize: "off" };
  return { ...field, ...silent, "aria-readonly": "true", "data-gramm": "false", "data-locked": "" };
}
