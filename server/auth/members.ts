/** The members' list, their roles, and leaving. */

import { AppError } from "../../domain/app-error.ts";
import { canManageMembers, type Role } from "../../domain/permissions/permissions.ts";
import type { Transaction } from "../data/database.ts";
import { currentRole, inMembershipTransaction, type PeopleContext, requireOwner, requireOwnerNow } from "./context.ts";
import { isUuid, parseInput, role as roleInput } from "./input.ts";
import type { Member, People } from "./people.ts";
import { endSessions } from "./set-password.ts";

/** Everyone sees who is in the team; only owners see who has left it. */
export function members(context: PeopleContext): People["members"] {
  return async (principal) => {
    const rows = await context.db.membership.findMany({
      where: { workspaceId: context.workspaceId, ...(canManageMembers(principal) ? {} : { removedAt: null }) },
      include: { user: { select: { id: true, name: true, email: true } } },
      orderBy: [{ joinedAt: "asc" }, { userId: "asc" }],
    });
    return rows.map(
      (row): Member => ({
        ...row.user,
        role: row.role,
        joinedAt: row.joinedAt.toISOString(),
        removedAt: row.removedAt?.toISOString() ?? null,
      }),
    );
  };
}

export function changeRole(context: PeopleContext): People["changeRole"] {
  return async (principal, userId, wanted) => {
    requireOwner(principal);
    const role = parseInput(roleInput, wanted);
    const isChanged = await inMembershipTransaction(context, async (tx) => {
      await requireOwnerNow(tx, context, principal);
      const before = await roleOfMember(tx, context, userId);
      if (before === role) return false;
      if (before === "owner") await giveUpOwnership(tx, context, userId);
      await tx.membership.update({ where: keyOf(context, userId), data: { role } });
      return true;
    });
    if (isChanged) context.onAccessChanged(userId);
  };
}

export function removeMember(context: PeopleContext): People["removeMember"] {
  return async (principal, userId) => {
    requireOwner(principal);
    await inMembershipTransaction(context, async (tx) => {
      await requireOwnerNow(tx, context, principal);
      const before = await roleOfMember(tx, context, userId);
      if (before === "owner") await giveUpOwnership(tx, context, userId);
      // First: whoever is signing in or making a token now holds this row, and what they made is seen below.
      await tx.membership.update({ where: keyOf(context, userId), data: { removedAt: context.now() } });
      await endSessions(tx, context, userId, null);
      await tx.apiToken.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: context.now() } });
    });
    context.onAccessChanged(userId);
  };
}

const keyOf = (context: PeopleContext, userId: string) => ({
  workspaceId_userId: { workspaceId: context.workspaceId, userId },
});

async function roleOfMember(tx: Transaction, context: PeopleContext, userId: string): Promise<Role> {
  const role = isUuid(userId) ? await currentRole(tx, context, userId) : null;
  if (role === null) throw new AppError("not-found", "This person is not a member.");
  return role;
}

/** Refuses for the last owner, and takes back the links by which a former owner could return or take an account over. */
async function giveUpOwnership(tx: Transaction, context: PeopleContext, userId: string): Promise<void> {
  const owners = await tx.membership.count({
    where: { workspaceId: context.workspaceId, role: "owner", removedAt: null },
  });
  if (owners < 2) {
    throw new AppError("conflict", "This is the only owner. Make somebody else an owner first.");
  }
  const now = context.now();
  await tx.invitation.updateMany({
    where: { workspaceId: context.workspaceId, invitedById: userId, acceptedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
  // Reset links do not say who made them, so all open ones end; they last a day and are made again with one click.
  await tx.oneTimeLink.updateMany({ where: { kind: "reset", usedAt: null }, data: { usedAt: now } });
}
