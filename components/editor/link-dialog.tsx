"use client";

import type { Editor } from "@tiptap/core";
import { type FormEvent, useId, useState } from "react";
import { safeHref } from "../../domain/schema/safe-href.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogButtons } from "../ui/dialog.tsx";

/** Sets, changes or removes the target of the link at the selection. */
export function LinkDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const id = useId();
  const isLink = editor.isActive("link");
  const [target, setTarget] = useState(String(editor.getAttributes("link").href ?? ""));
  const [error, setError] = useState<string | null>(null);

  const close = (): void => {
    onClose();
    editor.commands.focus(undefined, { scrollIntoView: false });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const href = safeHref(withScheme(target.trim()));
    if (!href) return setError("Only web addresses, mail addresses and places in this text can be linked.");
    editor.chain().extendMarkRange("link").setMark("link", { href }).run();
    close();
  };
  const remove = (): void => {
    editor.chain().extendMarkRange("link").unsetMark("link").run();
    close();
  };

  return (
    <Dialog open title={isLink ? "Change the link" : "Make a link"} onClose={close}>
      <form onSubmit={submit} className="grid gap-4">
        <div className="grid gap-1.5">
          <label htmlFor={id} className="text-sm text-soft">
            Address
          </label>
          <input
            id={id}
            // The dialog gives it the focus; React keeps its own autoFocus off the page.
            ref={(field) => field?.setAttribute("autofocus", "")}
            className="input"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://"
            value={target}
            onFocus={(event) => event.target.select()}
            aria-invalid={error !== null}
            aria-describedby={`${id}-error`}
            onChange={(event) => setTarget(event.target.value)}
          />
          <p id={`${id}-error`} role="alert" className="text-sm text-danger">
            {error}
          </p>
        </div>
        <DialogButtons>
          {isLink && <Button onClick={remove}>Remove the link</Button>}
          <Button look="primary" type="submit">
            {isLink ? "Change" : "Link"}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

/** "example.org/page" as people write it. */
const withScheme = (target: string): string =>
  /^[\w-]+(\.[\w-]+)+([/?#:]|$)/.test(target) ? `https://${target}` : target;
