/** From a session or a token to who is asking; ended sessions and memberships count at once. */

import { AppError } from "../../domain/app-error.ts";
import type { PeopleContext } from "./context.ts";
import { isUuid } from "./input.ts";
import type { People } from "./people.ts";
import { hashSecret, isTokenShaped } from "./secrets.ts";

/** A script asks often; its page shows minutes. */
const LAST_USED_STEP = 60_000;

const USER = { id: true, name: true, email: true } as const;

export function bySession(context: PeopleContext): People["bySession"] {
  return async (userId, sessionId) => {
    if (!isUuid(userId) || !isUuid(sessionId)) return null;
    const isAlive = { id: sessionId, revokedAt: null, expiresAt: { gt: context.now() } };
    const membership = await context.db.membership.findFirst({
      where: { workspaceId: context.workspaceId, userId, removedAt: null, user: { sessions: { some: isAlive } } },
      select: { role: true, user: { select: USER } },
    });
    if (!membership) return null;
    return { ...membership.user, role: membership.role, workspaceId: context.workspaceId, sessionId };
  };
}

export function byToken(context: PeopleContext): People["byToken"] {
  return async (token) => {
    if (!isTokenShaped(token)) return null;
    const found = await context.db.apiToken.findFirst({
      where: { hash: hashSecret(token), revokedAt: null },
      select: { id: true, userId: true, lastUsedAt: true },
    });
    if (!found) return null;
    const membership = await context.db.membership.findFirst({
      where: { workspaceId: context.workspaceId, userId: found.userId, removedAt: null },
      select: { role: true, user: { select: USER } },
    });
    if (!membership) return null;
    await noteUse(context, found);
    return { ...membership.user, role: membership.role, workspaceId: context.workspaceId, sessionId: null };
  };
}

async function noteUse(context: PeopleContext, token: { id: string; lastUsedAt: Date | null }): Promise<void> {
  const now = context.now();
  if (token.lastUsedAt && now.getTime() - token.lastUsedAt.getTime() < LAST_USED_STEP) return;
  await context.db.apiToken.update({ where: { id: token.id }, data: { lastUsedAt: now } });
}

export function signOut(context: PeopleContext): People["signOut"] {
  return async (principal) => {
    if (principal.sessionId === null)
      throw new AppError("invalid", "A token has no session to sign out of; revoke it.");
    await context.db.session.updateMany({
      where: { id: principal.sessionId, userId: principal.id, revokedAt: null },
      data: { revokedAt: context.now() },
    });
    context.onAccessChanged(principal.id);
  };
}
