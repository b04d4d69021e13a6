"use client";

import { Icon } from "../ui/icon.tsx";
import { CardTags } from "./card-tags.tsx";
import { CHOOSABLE_KINDS, KINDS, mayBeSilent } from "./kinds.ts";
import { useMargin } from "./margin-context.tsx";
import type { NewDraft } from "./new-draft.ts";
import { WordsForm } from "./words-form.tsx";

/** The form of a new annotation, where its card will stand. */
export function DraftCard({ draft }: { draft: NewDraft }) {
  const { drafting, isSheet } = useMargin();
  const { kind, words, tags, anchor } = draft;
  const label = anchor
    ? `New ${KINDS[kind].label.toLowerCase()} on “${shortened(anchor.quote)}”`
    : "New comment on the whole bulletin";
  return (
    <section data-draft-card data-kind={kind} aria-label={label} className="annotation-card" data-active>
      <div className="grid gap-2.5">
        <fieldset className="kind-switch">
          <legend className="sr-only">Kind</legend>
          {CHOOSABLE_KINDS.map((choice) => (
            <label key={choice} data-kind={choice} className="kind-choice" title={KINDS[choice].label}>
              <input
                type="radio"
                name="new-annotation-kind"
                className="sr-only"
                checked={kind === choice}
                onChange={() => drafting.change({ kind: choice })}
              />
              <Icon name={KINDS[choice].icon} size={15} className="text-(--kind-stroke)" />
              <span>{KINDS[choice].label}</span>
            </label>
          ))}
        </fieldset>
        {anchor && isSheet && <blockquote className="card-quote line-clamp-3">{anchor.quote}</blockquote>}
        <WordsForm
          label={`${KINDS[kind].label}, your words`}
          placeholder={KINDS[kind].prompt}
          words={words}
          onChange={(next) => drafting.change({ words: next })}
          onSubmit={() => drafting.post()}
          submitLabel="Post"
          onCancel={() => drafting.close()}
          mayBeBlank={mayBeSilent(kind) && anchor !== null}
          autoFocus
        >
          <CardTags
            tags={tags}
            onAdd={(tag) => drafting.change({ tags: [...new Set([...tags, tag])] })}
            onRemove={(tag) => drafting.change({ tags: tags.filter((other) => other !== tag) })}
          />
        </WordsForm>
      </div>
    </section>
  );
}

const shortened = (quote: string): string => (quote.length > 60 ? `${quote.slice(0, 59).trimEnd()}…` : quote);
