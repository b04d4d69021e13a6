"use server";

import { refresh } from "next/cache";
import type { Result } from "../../../../components/ui/result.ts";
import { isRole } from "../../../../domain/permissions/permissions.ts";
import { gateway } from "../../../../server/gateway.ts";
import { attempt, textOf } from "../../../attempt.ts";
import { requirePrincipal } from "../../../session.ts";

interface Link {
  path: string;
  expiresAt: string;
}

/** Makes an invitation; the link is shown once. */
export async function inviteAction(_: Result<Link> | null, form: FormData): Promise<Result<Link>> {
  const principal = await requirePrincipal("/members");
  const role = textOf(form, "role");
  if (!isRole(role)) return { ok: false, error: "Choose a role.", field: "role" };
  const outcome = await attempt(async () => {
    const { token, expiresAt } = await gateway().people.invite(principal, {
      role,
      email: textOf(form, "email").trim() || null,
      days: Number(textOf(form, "days")),
    });
    return { path: `/invitation/${token}`, expiresAt };
  }, ["email"]);
  refresh();
  return outcome;
}

export async function revokeInvitationAction(id: string): Promise<Result> {
  return change((principal) => gateway().people.revokeInvitation(principal, id));
}

export async function changeRoleAction(userId: string, role: string): Promise<Result> {
  if (!isRole(role)) return { ok: false, error: "Choose a role.", field: null };
  return change((principal) => gateway().people.changeRole(principal, userId, role));
}

export async function removeMemberAction(userId: string): Promise<Result> {
  return change((principal) => gateway().people.removeMember(principal, userId));
}

/** Makes a link by which a member chooses a new password. */
export async function resetLinkAction(userId: string): Promise<Result<Link>> {
  const principal = await requirePrincipal("/members");
  return attempt(async () => {
    const { token, expiresAt } = await gateway().people.createResetLink(principal, userId);
    return { path: `/reset/${token}`, expiresAt };
  });
}

async function change(
  work: (principal: Awaited<ReturnType<typeof requirePrincipal>>) => Promise<void>,
): Promise<Result> {
  const principal = await requirePrincipal("/members");
  const outcome = await attempt(async () => {
    await work(principal);
    return null;
  });
  refresh();
  return outcome;
}
