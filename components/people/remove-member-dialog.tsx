"use client";

import { useState, useTransition } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogButtons } from "../ui/dialog.tsx";
import { Notice } from "../ui/notice.tsx";
import { type Result, UNREACHABLE } from "../ui/result.ts";
import { showToast } from "../ui/toast-store.ts";

interface Props {
  member: { id: string; name: string };
  remove: (userId: string) => Promise<Result>;
  onClose: () => void;
}

/** Asks first: a removal ends sessions and tokens at once, and only an invitation brings the person back. */
export function RemoveMemberDialog({ member, remove, onClose }: Props) {
  const [pending, start] = useTransition();
  const [refusal, setRefusal] = useState<string | null>(null);
  const confirm = () =>
    start(async () => {
      const removed = await remove(member.id).catch(() => null);
      if (!removed?.ok) return setRefusal(removed?.error ?? UNREACHABLE);
      showToast(`${member.name} is no longer a member.`);
      onClose();
    });
  return (
    <Dialog open onClose={onClose} title={`Remove ${member.name}?`}>
      <p className="text-soft text-pretty">
        {member.name} is signed out everywhere at once, and their API tokens end. What they wrote stays, with their
        name. To bring them back, invite them again.
      </p>
      {refusal && (
        <Notice tone="danger" alert>
          {refusal}
        </Notice>
      )}
      <DialogButtons>
        <Button onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button look="danger" busy={pending} onClick={confirm}>
          Remove
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
