"use client";

import { type BulletinSummary, TITLE_MAX } from "../../domain/bulletin/bulletin.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogButtons } from "../ui/dialog.tsx";
import { TextInput } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import type { FormAction } from "../ui/result.ts";
import { useFormAction } from "../ui/use-form-action.ts";

interface Props {
  bulletin: Pick<BulletinSummary, "id" | "title" | "author" | "source">;
  action: FormAction;
  onClose: () => void;
}

/** A bulletin's title, author and source. */
export function ChangeBulletinDialog({ bulletin, action, onClose }: Props) {
  const { formProps, pending, error, errorOf } = useFormAction(action, onClose);
  return (
    <Dialog open onClose={onClose} title="Rename the bulletin">
      <form {...formProps} className="grid gap-4">
        <input type="hidden" name="id" value={bulletin.id} />
        <TextInput
          label="Title"
          name="title"
          defaultValue={bulletin.title}
          maxLength={TITLE_MAX}
          required
          error={errorOf("title")}
        />
        <TextInput label="Author" name="author" defaultValue={bulletin.author ?? ""} optional />
        <TextInput
          label="Source"
          name="source"
          defaultValue={bulletin.source ?? ""}
          optional
          hint="Where it was published: a link, a series and number."
        />
        {error && (
          <Notice tone="danger" alert>
            {error}
          </Notice>
        )}
        <DialogButtons>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={pending}>
            Save
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
