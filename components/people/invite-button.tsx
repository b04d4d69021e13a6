"use client";

import { useState } from "react";
import { ROLES } from "../../domain/permissions/permissions.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogButtons } from "../ui/dialog.tsx";
import { Select, TextInput } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import type { FormAction } from "../ui/result.ts";
import { useFormAction } from "../ui/use-form-action.ts";
import { LinkToPassOn, type OneTimeLink } from "./link-to-pass-on.tsx";
import { ROLE_WORDS } from "./role-words.ts";

/** Invites by a link that its maker passes on. */
export function InviteButton({ action }: { action: FormAction<OneTimeLink> }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" icon="plus" onClick={() => setOpen(true)}>
        Invite
      </Button>
      {isOpen && <InviteDialog action={action} onClose={() => setOpen(false)} />}
    </>
  );
}

function InviteDialog({ action, onClose }: { action: FormAction<OneTimeLink>; onClose: () => void }) {
  const [link, setLink] = useState<OneTimeLink | null>(null);
  const { formProps, pending, error, errorOf } = useFormAction(action, setLink);
  if (link) {
    return (
      <Dialog open onClose={onClose} title="The invitation is ready">
        <LinkToPassOn link={link} advice="Send it to the person whom you invite. Whoever has it can join, once." />
        <DialogButtons>
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </DialogButtons>
      </Dialog>
    );
  }
  return (
    <Dialog open onClose={onClose} title="Invite by link">
      <form {...formProps} className="grid gap-4">
        <Select label="Role" name="role" defaultValue="annotator" error={errorOf("role")}>
          {ROLES.toReversed().map((role) => (
            <option key={role} value={role}>
              {ROLE_WORDS[role].label}
            </option>
          ))}
        </Select>
        <ul className="-mt-2 grid gap-0.5 text-sm text-faint">
          {ROLES.toReversed().map((role) => (
            <li key={role}>{ROLE_WORDS[role].can}</li>
          ))}
        </ul>
        <TextInput
          label="E-mail"
          name="email"
          type="email"
          autoComplete="off"
          optional
          hint="Fills in the form for them; nothing is sent."
          error={errorOf("email")}
        />
        <Select label="The link works for" name="days" defaultValue="7">
          <option value="1">1 day</option>
          <option value="7">7 days</option>
          <option value="30">30 days</option>
        </Select>
        {error && (
          <Notice tone="danger" alert>
            {error}
          </Notice>
        )}
        <DialogButtons>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={pending}>
            Make the link
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
