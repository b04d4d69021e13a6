"use client";

import { useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { TagChip } from "../ui/chip.tsx";
import { useMargin } from "./margin-context.tsx";
import { TagPicker } from "./tag-picker.tsx";

interface Props {
  tags: readonly string[];
  onAdd?: ((tag: string) => void) | undefined;
  onRemove?: ((tag: string) => void) | undefined;
}

/** The tags on an annotation; with `onAdd` there is a button that opens the picker. A deleted tag is not shown. */
export function CardTags({ tags, onAdd, onRemove }: Props) {
  const { session } = useMargin();
  const [isPicking, setPicking] = useState(false);
  const add = useRef<HTMLButtonElement>(null);
  const known = tags.flatMap((id) => session.tags.filter((tag) => tag.id === id));
  if (known.length === 0 && !onAdd) return null;
  const close = (): void => {
    setPicking(false);
    requestAnimationFrame(() => add.current?.focus({ preventScroll: true }));
  };
  return (
    <div className="grid gap-2">
      <ul className="flex flex-wrap items-center gap-1.5" aria-label="Tags">
        {known.map(({ id, label, colour }) => (
          <li key={id} className="max-w-full">
            <TagChip label={label} colour={colour} onRemove={onRemove && (() => onRemove(id))} />
          </li>
        ))}
        {onAdd && !isPicking && (
          <li>
            <Button
              ref={add}
              look="quiet"
              size="small"
              icon="tag"
              className="min-h-6! px-1.5! text-xs!"
              onClick={() => setPicking(true)}
            >
              {known.length > 0 ? "Tag" : "Add a tag"}
            </Button>
          </li>
        )}
      </ul>
      {isPicking && onAdd && (
        <TagPicker
          session={session}
          without={tags}
          onClose={() => setPicking(false)}
          onPick={(tag) => {
            onAdd(tag);
            close();
          }}
        />
      )}
    </div>
  );
}
