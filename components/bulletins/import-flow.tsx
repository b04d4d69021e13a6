"use client";

import { useEffect, useRef } from "react";
import { PageFrame } from "../shell/page-frame.tsx";
import { Button } from "../ui/button.tsx";
import { ImportPreview } from "./import-preview.tsx";
import { ImportSource } from "./import-source.tsx";
import { summarise } from "./repair-words.ts";
import { useImport } from "./use-import.ts";

/** From a file or pasted words to a bulletin: first the source, then the preview with every repair. */
export function ImportFlow() {
  const state = useImport();
  const { preview, busy } = state;
  const hasPreview = preview !== null;
  const top = useRef<HTMLDivElement>(null);
  const wasShown = useRef(false);

  // The step that comes begins at its top, also for the keyboard.
  useEffect(() => {
    if (wasShown.current === hasPreview) return;
    wasShown.current = hasPreview;
    window.scrollTo({ top: 0 });
    top.current?.focus({ preventScroll: true });
  }, [hasPreview]);

  return (
    <PageFrame
      title="Import a bulletin"
      lead={
        hasPreview
          ? "This is how it will look. Nothing is stored yet."
          : "Text files, Markdown, or words from anywhere."
      }
      width={hasPreview ? "wide" : "text"}
      action={
        hasPreview && (
          <Button icon="arrow-left" onClick={state.startOver}>
            Choose another text
          </Button>
        )
      }
    >
      <p role="status" className="sr-only">
        {busy === "reading" && "Reading the text"}
        {busy === "importing" && "Importing"}
        {busy === null && preview && `The preview shows ${preview.words} words. ${summarise(preview.repairs)}`}
      </p>
      <div ref={top} tabIndex={-1} className="outline-none">
        {/* Stays mounted, so that pasted words are still there after "Choose another text". */}
        <div hidden={hasPreview}>
          <ImportSource state={state} />
        </div>
        {preview && <ImportPreview state={state} preview={preview} />}
      </div>
    </PageFrame>
  );
}
