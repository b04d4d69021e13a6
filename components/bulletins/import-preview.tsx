"use client";

import { memo } from "react";
import { TITLE_MAX } from "../../domain/bulletin/bulletin.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { Button } from "../ui/button.tsx";
import { TextInput } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { BulletinText } from "./bulletin-text.tsx";
import { count } from "./count.ts";
import type { Preview } from "./import-client.ts";
import { RepairList } from "./repair-list.tsx";
import { summarise } from "./repair-words.ts";
import type { ImportState } from "./use-import.ts";

/** The second step: the fields and the repairs at the left, the bulletin as it will look at the right. */
export function ImportPreview({ state, preview }: { state: ImportState; preview: Preview }) {
  const { fields, busy, error } = state;
  const isTitled = fields.title.trim() !== "";
  return (
    <div className="grid gap-x-10 gap-y-10 lg:grid-cols-[minmax(19rem,23rem)_minmax(0,1fr)]">
      <form
        noValidate
        className="grid content-start gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (isTitled) state.finish();
        }}
      >
        <TextInput
          label="Title"
          value={fields.title}
          maxLength={TITLE_MAX}
          required
          autoComplete="off"
          error={isTitled ? null : "Give the bulletin a title."}
          onChange={(event) => state.setFields({ ...fields, title: event.target.value })}
        />
        <TextInput
          label="Author"
          optional
          value={fields.author}
          autoComplete="off"
          onChange={(event) => state.setFields({ ...fields, author: event.target.value })}
        />
        {error && (
          <Notice tone="danger" alert>
            {error}
          </Notice>
        )}
        <Button type="submit" look="primary" busy={busy === "importing"} disabled={!isTitled}>
          Import
        </Button>
        <p className="text-sm text-soft text-pretty">
          {count(preview.words, "word")}. {summarise(preview.repairs) || "Nothing in the text is changed"}.
        </p>
        <RepairList repairs={preview.repairs} refused={state.refused} onRefuse={state.refuse} />
      </form>
      <section aria-label="Preview" aria-busy={busy === "repairing"} className="min-w-0">
        <article
          className="rounded-lg border border-line bg-raised px-5 py-8 shadow-card sm:px-10 sm:py-12 lg:max-h-[calc(100dvh-var(--bar-height)-6rem)] lg:overflow-y-auto"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
          tabIndex={0}
          aria-label="The bulletin as it will look"
        >
          <div className="mx-auto max-w-[40.375rem]">
            <p className="bulletin-title">{fields.title || "Untitled"}</p>
            {fields.author && <p className="bulletin-byline mt-3">{fields.author}</p>}
            <hr className="mt-6 mb-7 w-16 border-strong" />
            <PreviewText document={preview.document} />
          </div>
        </article>
      </section>
    </div>
  );
}

/** Typing a title must not draw a long text again. */
const PreviewText = memo(function PreviewText({ document }: { document: BulletinNode }) {
  return <BulletinText document={document} />;
});
