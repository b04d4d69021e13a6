/** API tokens: each acts as the member who made it. */

import { randomUUID } from "node:crypto";
import { AppError } from "../../domain/app-error.ts";
import { holdMembership, inTransaction, type PeopleContext } from "./context.ts";
import { isUuid, label as labelInput, parseInput } from "./input.ts";
import type { People } from "./people.ts";
import { hashSecret, newToken } from "./secrets.ts";

export function tokens(context: PeopleContext): People["tokens"] {
  return async (principal) => {
    const rows = await context.db.apiToken.findMany({
      where: { userId: principal.id, revokedAt: null },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    });
    return rows.map((row) => ({
      id: row.id,
      label: row.label,
      createdAt: row.createdAt.toISOString(),
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    }));
  };
}

export function createToken(context: PeopleContext): People["createToken"] {
  return (principal, label) => issueToken(context, principal.id, label);
}

/** Throws `forbidden` for one who is no member. */
export async function issueToken(
  context: PeopleContext,
  userId: string,
  label: string,
): Promise<{ id: string; token: string }> {
  const data = { id: randomUUID(), userId, label: parseInput(labelInput, label), createdAt: context.now() };
  const token = newToken();
  await inTransaction(context.db, async (tx) => {
    if (!(await holdMembership(tx, context, userId))) {
      throw new AppError("forbidden", "Only a member can have a token.");
    }
    await tx.apiToken.create({ data: { ...data, hash: hashSecret(token) } });
  });
  return { id: data.id, token };
}

export function revokeToken(context: PeopleContext): People["revokeToken"] {
  return async (principal, id) => {
    const revoked = isUuid(id)
      ? await context.db.apiToken.updateMany({
          where: { id, userId: principal.id, revokedAt: null },
          data: { revokedAt: context.now() },
        })
      : { count: 0 };
    if (revoked.count === 0) throw new AppError("not-found", "This token does not exist any more.");
    context.onAccessChanged(principal.id);
  };
}
