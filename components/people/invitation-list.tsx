"use client";

import { startTransition, useId } from "react";
import type { Role } from "../../domain/permissions/permissions.ts";
import { Button } from "../ui/button.tsx";
import type { Result } from "../ui/result.ts";
import { runAction } from "../ui/run-action.ts";
import { sayDay } from "../ui/time-ago.tsx";
import { showToast } from "../ui/toast-store.ts";
import { ROLE_WORDS } from "./role-words.ts";

interface Props {
  invitations: { id: string; email: string | null; role: Role; invitedBy: string; expiresAt: string }[];
  revoke: (id: string) => Promise<Result>;
}

/** Invitations that nobody has used yet. */
export function InvitationList({ invitations, revoke }: Props) {
  const id = useId();
  const takeBack = (invitation: string) =>
    startTransition(async () => {
      const done = await runAction(() => revoke(invitation));
      if (done.ok) showToast("The invitation was taken back; its link no longer works.");
    });
  return (
    <section aria-labelledby={id} className="mt-12">
      <h2 id={id} className="mb-3 font-serif text-lg font-medium">
        Open invitations
      </h2>
      <ul className="divide-y divide-line border-y border-line">
        {invitations.map((invitation) => (
          <li key={invitation.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
            <div className="min-w-0">
              <p className="font-medium">{invitation.email ?? "Whoever has the link"}</p>
              <p className="text-sm text-faint">
                {ROLE_WORDS[invitation.role].label}, invited by {invitation.invitedBy}, until{" "}
                {sayDay(invitation.expiresAt)}
              </p>
            </div>
            <Button size="small" onClick={() => takeBack(invitation.id)}>
              Take back<span className="sr-only"> the invitation of {invitation.email ?? "whoever has the link"}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
