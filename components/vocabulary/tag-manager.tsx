"use client";

import { startTransition, useOptimistic, useState } from "react";
import type { Tag } from "../../domain/vocabulary/vocabulary.ts";
import { PageFrame } from "../shell/page-frame.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { TagChip } from "../ui/chip.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import type { FormAction, Result } from "../ui/result.ts";
import { runAction } from "../ui/run-action.ts";
import { showToast } from "../ui/toast-store.ts";
import { TagForm } from "./tag-form.tsx";

interface Props {
  tags: Tag[];
  mayCreate: boolean;
  mayManage: boolean;
  actions: {
    save: FormAction;
    remove: (tag: string) => Promise<Result>;
    restore: (tag: string) => Promise<Result>;
  };
}

/** The vocabulary: made, renamed, recoloured, deleted and brought back. */
export function TagManager({ tags, mayCreate, mayManage, actions }: Props) {
  const [shown, hide] = useOptimistic(tags, (all, id: string) => all.filter((tag) => tag.id !== id));
  /** A tag's id, "new", or null when nothing is being written. */
  const [open, setOpen] = useState<string | null>(null);

  const remove = (tag: Tag) =>
    startTransition(async () => {
      hide(tag.id);
      document.getElementById("main")?.focus();
      const removed = await runAction(() => actions.remove(tag.id));
      if (!removed.ok) return;
      showToast(`The tag “${tag.label}” was deleted.`, {
        undo: () => startTransition(async () => void (await runAction(() => actions.restore(tag.id)))),
      });
    });

  const close = () => setOpen(null);
  const newTag = mayCreate && (
    <Button look="primary" icon="plus" onClick={() => setOpen("new")}>
      New tag
    </Button>
  );
  const isEmpty = shown.length === 0 && open !== "new";
  return (
    <PageFrame
      title="Tags"
      lead="One vocabulary for all bulletins: the words by which the team sorts what it marks."
      action={!isEmpty && open !== "new" && newTag}
    >
      {isEmpty && (
        <EmptyState title="No tags yet" action={newTag}>
          {mayCreate
            ? "Begin with the few that you use most: a theme, an actor, a doubt. They can be put on any passage."
            : "When the team makes tags, they appear here."}
        </EmptyState>
      )}
      {open === "new" && (
        <div className="mb-6 rounded-lg border border-line bg-raised p-4 sm:p-5">
          <TagForm tag={null} action={actions.save} onClose={close} />
        </div>
      )}
      <ul className={isEmpty ? "hidden" : "divide-y divide-line border-y border-line"}>
        {shown.map((tag) => (
          <li key={tag.id} className="py-2.5">
            {open === tag.id ? (
              <div className="py-2">
                <TagForm tag={tag} action={actions.save} onClose={close} />
              </div>
            ) : (
              <div className="flex min-h-9 items-center justify-between gap-3">
                <TagChip label={tag.label} colour={tag.colour} />
                {mayManage && (
                  <span className="flex shrink-0 gap-1">
                    <IconButton
                      icon="edit"
                      size="small"
                      label={`Change tag ${tag.label}`}
                      title="Change"
                      onClick={() => setOpen(tag.id)}
                    />
                    <IconButton
                      icon="trash"
                      size="small"
                      label={`Delete tag ${tag.label}`}
                      title="Delete"
                      onClick={() => remove(tag)}
                    />
                  </span>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
    </PageFrame>
  );
}
