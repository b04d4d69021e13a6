/** What every use case about people works with, and the checks that they share. */

import { AppError } from "../../domain/app-error.ts";
import { canManageMembers, type Role } from "../../domain/permissions/permissions.ts";
import type { Database, Transaction } from "../data/database.ts";
import type { Principal } from "./people.ts";

export interface PeopleContext {
  db: Database;
  workspaceId: string;
  now: () => Date;
  /** Called after the commit: the user's role, membership or sessions changed, so open sockets have to be checked again. */
  onAccessChanged(userId: string): void;
}

/** The embedded database runs one transaction at a time, so a burst of sign-ins has to be allowed to queue. */
const PATIENCE = { maxWait: 15_000, timeout: 30_000 };

export function inTransaction<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.$transaction(work, PATIENCE);
}

/**
 * Runs `work` while no one else changes accounts, passwords or memberships. What depends on several rows at once (the
 * last owner, the first account, one account an e-mail address) is only true under this lock, and two changes can't
 * wait for each other's rows. No hashing in here.
 */
export function inMembershipTransaction<T>(context: PeopleContext, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return inTransaction(context.db, async (tx) => {
    // NO KEY: rows that merely refer to the workspace, such as new bulletins, need not wait.
    await tx.$queryRaw`SELECT 1 FROM "Workspace" WHERE id = ${context.workspaceId}::uuid FOR NO KEY UPDATE`;
    return work(tx);
  });
}

const OWNERS_ONLY = "Only an owner can manage members.";

export function requireOwner(principal: Principal): void {
  if (!canManageMembers(principal)) throw new AppError("forbidden", OWNERS_ONLY);
}

/** The same, read again under the lock: an owner may have been demoted since the request came in. */
export async function requireOwnerNow(tx: Transaction, context: PeopleContext, principal: Principal): Promise<void> {
  const role = await currentRole(tx, context, principal.id);
  if (role === null || !canManageMembers({ role })) throw new AppError("forbidden", OWNERS_ONLY);
}

/** Null for one who is no member (any more). */
export async function currentRole(tx: Transaction, context: PeopleContext, userId: string): Promise<Role | null> {
  const membership = await tx.membership.findFirst({
    where: { workspaceId: context.workspaceId, userId, removedAt: null },
    select: { role: true },
  });
  return membership?.role ?? null;
}

/**
 * Whether the user is a member, and keeps that so until the transaction ends: a session or token made meanwhile would
 * outlive the removal that is waiting.
 */
export async function holdMembership(tx: Transaction, context: PeopleContext, userId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Membership"
    WHERE "workspaceId" = ${context.workspaceId}::uuid AND "userId" = ${userId}::uuid AND "removedAt" IS NULL
    FOR SHARE`;
  return rows.length > 0;
}
