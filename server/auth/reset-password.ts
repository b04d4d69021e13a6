/** A forgotten password: an owner makes a link, its reader sets a new one. */

import { randomUUID } from "node:crypto";
import { AppError } from "../../domain/app-error.ts";
import { inMembershipTransaction, type PeopleContext, requireOwner, requireOwnerNow } from "./context.ts";
import { isUuid, parseInput, password as passwordInput } from "./input.ts";
import { openLink, useLink } from "./one-time-links.ts";
import { hashPassword } from "./passwords.ts";
import type { People } from "./people.ts";
import { hashSecret, newLinkSecret } from "./secrets.ts";
import { overwritePassword } from "./set-password.ts";

const LINK_HOURS = 24;
const HOUR = 60 * 60 * 1000;

/** Also for one who left: an invitation asks a former member for the old password. Replaces an unused link. */
export function createResetLink(context: PeopleContext): People["createResetLink"] {
  return async (principal, userId) => {
    requireOwner(principal);
    const token = newLinkSecret();
    const createdAt = context.now();
    const expiresAt = new Date(createdAt.getTime() + LINK_HOURS * HOUR);
    await inMembershipTransaction(context, async (tx) => {
      await requireOwnerNow(tx, context, principal);
      const member = isUuid(userId)
        ? await tx.membership.findFirst({ where: { workspaceId: context.workspaceId, userId } })
        : null;
      if (!member) throw new AppError("not-found", "This person was never a member.");
      await tx.oneTimeLink.updateMany({ where: { kind: "reset", userId, usedAt: null }, data: { usedAt: createdAt } });
      const data = {
        id: randomUUID(),
        kind: "reset",
        tokenHash: hashSecret(token),
        userId,
        createdAt,
        expiresAt,
      } as const;
      await tx.oneTimeLink.create({ data });
    });
    return { token, expiresAt: expiresAt.toISOString() };
  };
}

export function resetLink(context: PeopleContext): People["resetLink"] {
  return async (token) => {
    const { user } = await openLink(context, "reset", token);
    if (!user) throw new Error("A reset link belongs to nobody.");
    return { name: user.name, email: user.email };
  };
}

export function resetPassword(context: PeopleContext): People["resetPassword"] {
  return async (input) => {
    const password = parseInput(passwordInput, input.password);
    const { user } = await openLink(context, "reset", input.token);
    if (!user) throw new Error("A reset link belongs to nobody.");
    const passwordHash = await hashPassword(password);
    await inMembershipTransaction(context, async (tx) => {
      await useLink(tx, context, "reset", input.token);
      await overwritePassword(tx, context, user.id, passwordHash);
    });
    context.onAccessChanged(user.id);
  };
}
