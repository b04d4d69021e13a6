"use client";

import type { EditorEvents } from "@tiptap/core";
import { EditorContent } from "@tiptap/react";
import dynamic from "next/dynamic";
import { memo, useEffect, useId, useMemo, useRef, useState } from "react";
import { canAnnotate, canEditText, canPlaceAnnotation } from "../../domain/permissions/permissions.ts";
import type { BulletinSession } from "../sync/bulletin-session.ts";
import { AnnotateBar } from "./annotate-bar.tsx";
import { showActive, showDraft } from "./emphasis-layer.ts";
import { ExtentHandles } from "./extent-handles.tsx";
import { showHighlights } from "./highlight-layer.ts";
import { type Highlight, highlightOf } from "./highlight-segments.ts";
import { isFromYjs } from "./map-decorations.ts";
import { PassagePicker } from "./passage-picker.tsx";
import { PlaceBar } from "./place-bar.tsx";
import type { Place } from "./reading-keys.ts";
import type { ReadingState } from "./reading-state.ts";
import { focusActiveCard, scrollToPassage, textWithin } from "./text-and-margin.ts";
import { useAnnotate } from "./use-annotate.ts";
import { usePlacing } from "./use-placing.ts";
import { useSelectionPlace } from "./use-selection-place.ts";
import { useTextEditor } from "./use-text-editor.ts";

const Toolbar = dynamic(() => import("./toolbar.tsx").then((module) => module.Toolbar), {
  ssr: false,
  loading: () => <div className="text-toolbar" aria-hidden="true" />,
});

export interface BulletinEditorProps {
  session: BulletinSession;
  readingState: ReadingState;
  /** The text stands there with its highlights, or is about to go. */
  onDrawn: (isDrawn: boolean) => void;
}

/** The bulletin's text with its highlights: to be read, selected and annotated, and by editors to be changed. */
export const BulletinEditor = memo(function BulletinEditor({ session, readingState, onDrawn }: BulletinEditorProps) {
  const { doc, awareness, isLoaded, plain } = session.text;
  const root = useRef<HTMLDivElement>(null);
  const hintId = useId();
  const [picking, setPicking] = useState<Place | null>(null);
  const [said, setSaid] = useState("");
  const canEdit = canEditText(session.me);
  const mayAnnotate = canAnnotate(session.me);

  const { activeId, activeFrom, draft } = readingState;

  const annotate = useAnnotate(session, readingState, setSaid);
  const { editor, isLocked } = useTextEditor({
    doc,
    awareness,
    canEdit,
    hintId,
    onAnnotate: (action) => mayAnnotate && annotate.start(action, editor),
    onPick(place, { isModified }) {
      const [only, another] = place.ids;
      const mayFollow = place.href !== null && (isModified || isLocked || place.isKeyboard);
      const opensMenu = another !== undefined || (only !== undefined && mayFollow && !isModified);
      setPicking(opensMenu ? { ...place, href: mayFollow ? place.href : null } : null);
      if (opensMenu) return "menu";
      if (mayFollow && place.href !== null) {
        window.open(place.href, place.href.startsWith("#") ? "_self" : "_blank", "noopener,noreferrer");
        return "done";
      }
      if (only === undefined && activeId === null) return "nothing";
      readingState.activate(only ?? null, "text");
      return only === undefined ? "nothing" : "done";
    },
  });
  const selection = useSelectionPlace(editor, root);
  const placing = usePlacing(session, readingState, editor);

  const highlights = useMemo(
    () => session.annotations.map(highlightOf).filter((highlight) => highlight !== null),
    [session.annotations],
  );
  useEffect(() => {
    if (!editor) return;
    const draw = (): void => showHighlights(editor.view, highlights, plain);
    draw();
    // Another's formatting, or an undo of one's own, leaves words and passages as they are, but not what is drawn on them.
    const onTransaction = ({ transaction }: EditorEvents["transaction"]): void => {
      if (transaction.docChanged && isFromYjs(transaction)) draw();
    };
    editor.on("transaction", onTransaction);
    return () => {
      editor.off("transaction", onTransaction);
    };
  }, [editor, highlights, plain]);

  useEffect(() => {
    if (editor) showActive(editor.view, activeId);
  }, [editor, activeId]);
  // A link's annotation may be loaded after the text: it is scrolled to when it has its place. The card of an uncertain
  // one shows what stands there, and lies elsewhere.
  const passage = useRef<Highlight | undefined>(undefined);
  const active = activeId === null ? undefined : highlights.find(({ id }) => id === activeId);
  passage.current = active?.state === "uncertain" && activeFrom === "margin" ? undefined : active;
  const passageId = passage.current?.id;
  useEffect(() => {
    const text = root.current && textWithin(root.current);
    if (editor && text && passageId !== undefined && passage.current && activeFrom !== "text")
      scrollToPassage(text, passage.current);
  }, [editor, passageId, activeFrom]);
  useEffect(() => {
    if (editor) showDraft(editor.view, draft);
  }, [editor, draft]);
  useEffect(() => {
    if (!editor) return;
    onDrawn(true);
    return () => onDrawn(false);
  }, [editor, onDrawn]);

  const picked = session.annotations.find(({ annotation }) => annotation.id === activeId);
  const mayChangeExtent = picked?.range && canPlaceAnnotation(session.me, picked.annotation) && !placing.isOn;

  if (!isLoaded) return null;
  const focusText = (): void => {
    editor?.commands.focus(undefined, { scrollIntoView: false });
  };
  return (
    <div ref={root} className="bulletin-editor">
      {canEdit && editor && <Toolbar editor={editor} />}
      <EditorContent editor={editor} />
      {editor && picked?.range && mayChangeExtent && (
        <ExtentHandles editor={editor} session={session} view={{ ...picked, range: picked.range }} root={root} />
      )}
      {placing.isOn && <PlaceBar place={selection.place} onPlace={placing.place} onCancel={placing.cancel} />}
      {mayAnnotate && editor && selection.place && draft === null && !placing.isOn && (
        <AnnotateBar
          session={session}
          place={selection.place}
          onAction={(action) => annotate.start(action, editor, selection.place?.range)}
          onTag={(tag) => annotate.tag(tag, editor, selection.place?.range)}
          isTagging={annotate.isTagging}
          onTagging={annotate.setTagging}
          onClose={() => {
            selection.dismiss();
            focusText();
          }}
        />
      )}
      {picking && (
        <PassagePicker
          place={picking}
          annotations={session.annotations}
          root={root}
          onPick={(id) => {
            setPicking(null);
            readingState.activate(id, "text");
            focusText();
            if (picking.isKeyboard) focusActiveCard();
          }}
          onClose={(isByKeyboard) => {
            setPicking(null);
            if (isByKeyboard) focusText();
          }}
        />
      )}
      <p id={hintId} hidden>
        {mayAnnotate
          ? "Select words with Shift and the arrow keys; then Tab leads to the ways to annotate them, and Alt+Enter on a highlight opens its annotation. Tab leaves the text."
          : "Alt+Enter on a highlight opens its annotation. Tab leaves the text."}
      </p>
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
});
