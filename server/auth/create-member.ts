/** Writes accounts and memberships; only under the membership lock. */

import { randomUUID } from "node:crypto";
import { AppError } from "../../domain/app-error.ts";
import type { Role } from "../../domain/permissions/permissions.ts";
import type { Transaction } from "../data/database.ts";
import type { PeopleContext } from "./context.ts";

/** A new account with its membership; throws `conflict` when the e-mail address has one. Returns its id. */
export async function createMember(
  tx: Transaction,
  context: PeopleContext,
  person: { name: string; email: string; passwordHash: string; role: Role },
): Promise<string> {
  const { name, email, passwordHash, role } = person;
  if (await tx.user.findUnique({ where: { email }, select: { id: true } })) {
    throw new AppError("conflict", "There is an account with this e-mail address already.");
  }
  const id = randomUUID();
  const now = context.now();
  await tx.user.create({ data: { id, email, name, passwordHash, createdAt: now } });
  await tx.membership.create({ data: { workspaceId: context.workspaceId, userId: id, role, joinedAt: now } });
  return id;
}

/** A membership for an account that has none, or whose membership ended. */
export async function rejoin(tx: Transaction, context: PeopleContext, userId: string, role: Role): Promise<void> {
  const key = { workspaceId: context.workspaceId, userId };
  const fresh = { role, joinedAt: context.now(), removedAt: null };
  await tx.membership.upsert({
    where: { workspaceId_userId: key },
    create: { ...key, ...fresh },
    update: fresh,
  });
}
