"use client";

import { TAG_COLOURS, TAG_LABEL_MAX, type Tag } from "../../domain/vocabulary/vocabulary.ts";
import { Button } from "../ui/button.tsx";
import { TextInput } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import type { FormAction } from "../ui/result.ts";
import { useFormAction } from "../ui/use-form-action.ts";
import { ColourChoice } from "./colour-choice.tsx";

interface Props {
  /** Null: a new one. */
  tag: Tag | null;
  action: FormAction;
  onClose: () => void;
}

/** A tag's name and colour. */
export function TagForm({ tag, action, onClose }: Props) {
  const { formProps, pending, error, errorOf } = useFormAction(action, onClose);
  return (
    <form
      {...formProps}
      className="grid gap-4"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <input type="hidden" name="tag" value={tag?.id ?? ""} />
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_auto]">
        <TextInput
          label="Name"
          name="label"
          defaultValue={tag?.label ?? ""}
          maxLength={TAG_LABEL_MAX}
          autoComplete="off"
          autoFocus
          required
          error={errorOf("label")}
        />
        <ColourChoice chosen={tag?.colour ?? TAG_COLOURS[0]} />
      </div>
      {error && (
        <Notice tone="danger" alert>
          {error}
        </Notice>
      )}
      <div className="flex gap-2.5">
        <Button type="submit" look="primary" busy={pending}>
          {tag ? "Save" : "Make the tag"}
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
