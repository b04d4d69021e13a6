/** Invitations by link: made, listed and revoked by owners, read by whoever has the link. */

import { randomUUID } from "node:crypto";
import { AppError } from "../../domain/app-error.ts";
import { inMembershipTransaction, type PeopleContext, requireOwner, requireOwnerNow } from "./context.ts";
import { days as daysInput, email as emailInput, isUuid, parseInput, role as roleInput } from "./input.ts";
import type { People } from "./people.ts";
import { hashSecret, newLinkSecret } from "./secrets.ts";

const DAY = 24 * 60 * 60 * 1000;

export function invite(context: PeopleContext): People["invite"] {
  return async (principal, input) => {
    requireOwner(principal);
    const role = parseInput(roleInput, input.role);
    const days = parseInput(daysInput, input.days);
    const email = input.email === null ? null : parseInput(emailInput, input.email);
    const token = newLinkSecret();
    const createdAt = context.now();
    const expiresAt = new Date(createdAt.getTime() + days * DAY);
    await inMembershipTransaction(context, async (tx) => {
      await requireOwnerNow(tx, context, principal);
      if (email !== null) {
        const member = await tx.membership.findFirst({
          where: { workspaceId: context.workspaceId, removedAt: null, user: { email } },
        });
        if (member) throw new AppError("conflict", "Somebody with this e-mail address is a member already.");
      }
      await tx.invitation.create({
        data: {
          id: randomUUID(),
          workspaceId: context.workspaceId,
          tokenHash: hashSecret(token),
          email,
          role,
          invitedById: principal.id,
          createdAt,
          expiresAt,
        },
      });
    });
    return { token, expiresAt: expiresAt.toISOString() };
  };
}

export function invitations(context: PeopleContext): People["invitations"] {
  return async (principal) => {
    requireOwner(principal);
    const rows = await context.db.invitation.findMany({
      where: {
        workspaceId: context.workspaceId,
        acceptedAt: null,
        revokedAt: null,
        expiresAt: { gt: context.now() },
      },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    });
    const names = await namesOf(context, [...new Set(rows.map((row) => row.invitedById))]);
    return rows.map((row) => ({
      id: row.id,
      email: row.email,
      role: row.role,
      invitedBy: names.get(row.invitedById) ?? "",
      expiresAt: row.expiresAt.toISOString(),
    }));
  };
}

/** Revoking one that was accepted or revoked meanwhile says so. */
export function revokeInvitation(context: PeopleContext): People["revokeInvitation"] {
  return async (principal, id) => {
    requireOwner(principal);
    const revoked = isUuid(id)
      ? await context.db.invitation.updateMany({
          where: { id, workspaceId: context.workspaceId, acceptedAt: null, revokedAt: null },
          data: { revokedAt: context.now() },
        })
      : { count: 0 };
    if (revoked.count === 0) throw new AppError("not-found", "This invitation is not open any more.");
  };
}

export function invitation(context: PeopleContext): People["invitation"] {
  return async (token) => {
    const row = await openInvitation(context, token);
    const names = await namesOf(context, [row.invitedById]);
    return {
      workspace: row.workspace.name,
      role: row.role,
      invitedBy: names.get(row.invitedById) ?? "",
      email: row.email,
    };
  };
}

/** The invitation behind a link; throws `gone` with the reason when it leads nowhere. */
export async function openInvitation(context: PeopleContext, token: string) {
  const row = await context.db.invitation.findUnique({
    where: { tokenHash: hashSecret(token) },
    include: { workspace: { select: { name: true } } },
  });
  if (!row || row.workspaceId !== context.workspaceId) {
    throw new AppError("gone", "This invitation link does not work. Check that it was copied whole.");
  }
  if (row.acceptedAt) throw new AppError("gone", "This invitation was used already. Ask an owner for a new one.");
  if (row.revokedAt) throw new AppError("gone", "This invitation was taken back. Ask an owner for a new one.");
  if (row.expiresAt <= context.now()) {
    throw new AppError("gone", "This invitation has expired. Ask an owner for a new one.");
  }
  return row;
}

async function namesOf(context: PeopleContext, ids: string[]): Promise<Map<string, string>> {
  const users = await context.db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(users.map((user) => [user.id, user.name]));
}
