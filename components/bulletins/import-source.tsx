"use client";

import { type DragEvent, type FormEvent, useId, useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Textarea } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { Notice } from "../ui/notice.tsx";

/** What the step needs to know, and what it can do. */
export interface SourceState {
  busy: string | null;
  error: string | null;
  readFile: (file: File) => Promise<unknown>;
  readText: (text: string, format: string) => Promise<unknown>;
  complain: (sentence: string) => void;
}

/** The first step: a file, dropped or chosen, or pasted words. */
export function ImportSource({ state }: { state: SourceState }) {
  return (
    <div className="grid gap-8">
      {state.error && (
        <Notice tone="danger" alert>
          {state.error}
        </Notice>
      )}
      <FileDrop state={state} />
      <p className="flex items-center gap-4 text-sm text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or
      </p>
      <PasteForm state={state} />
    </div>
  );
}

function FileDrop({ state }: { state: SourceState }) {
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const hint = useId();

  const take = (files: FileList | null) => {
    const [file, ...others] = files ?? [];
    if (others.length > 0) return state.complain("Drop one file at a time.");
    if (file) void state.readFile(file);
  };
  const drag = (event: DragEvent, over: boolean) => {
    event.preventDefault();
    setOver(over);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's way; the button is everybody's.
    <div
      className={`grid justify-items-center gap-3 rounded-lg border border-dashed px-6 py-12 text-center transition-colors ${isOver ? "border-accent bg-accent-soft" : "border-strong bg-raised"}`}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        take(event.dataTransfer.files);
      }}
    >
      <Icon name="document" size={32} className="text-faint" />
      <p className="font-serif text-md">Drop a file here</p>
      <input
        ref={input}
        type="file"
        accept=".txt,.md,.markdown,text/plain,text/markdown"
        className="sr-only"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          take(event.target.files);
          // Choosing the same file again has to count as a choice.
          event.target.value = "";
        }}
      />
      <Button
        look="primary"
        icon="upload"
        busy={state.busy === "reading"}
        aria-describedby={hint}
        onClick={() => input.current?.click()}
      >
        Choose a file
      </Button>
      <p id={hint} className="text-sm text-faint">
        .txt or .md, in UTF-8, up to 5 MB
      </p>
    </div>
  );
}

function PasteForm({ state }: { state: SourceState }) {
  const [error, setError] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = area.current?.value ?? "";
    if (text.trim() === "") {
      setError("Paste some text first.");
      area.current?.focus();
      return;
    }
    setError(null);
    const isMarkdown = new FormData(event.currentTarget).get("format") === "markdown";
    void state.readText(text, isMarkdown ? "markdown" : "text");
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <Textarea
        ref={area}
        label="Paste the text"
        name="text"
        rows={8}
        error={error}
        hint="The title first, then the author, then the text, with a blank line between paragraphs."
        className="[&_textarea]:min-h-48 [&_textarea]:font-serif"
      />
      <div className="flex flex-wrap items-center justify-between gap-4">
        <fieldset className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
          <legend className="sr-only">What the text is</legend>
          <label className="flex min-h-6 items-center gap-2">
            <input type="radio" name="format" value="text" defaultChecked className="size-4" />
            Plain text, as from a PDF
          </label>
          <label className="flex min-h-6 items-center gap-2">
            <input type="radio" name="format" value="markdown" className="size-4" />
            Markdown
          </label>
        </fieldset>
        <Button type="submit" busy={state.busy === "reading"}>
          Preview
        </Button>
      </div>
    </form>
  );
}
