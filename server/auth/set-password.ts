/** Changing one's own password, and what every change of a password ends. */

import { AppError } from "../../domain/app-error.ts";
import type { Transaction } from "../data/database.ts";
import { checkPassword } from "./check-password.ts";
import { inMembershipTransaction, type PeopleContext } from "./context.ts";
import { enteredPassword, parseInput, password } from "./input.ts";
import { hashPassword } from "./passwords.ts";
import type { People } from "./people.ts";
import { accountKey } from "./throttle-rules.ts";

export function changePassword(context: PeopleContext): People["changePassword"] {
  return async (principal, input) => {
    const current = parseInput(enteredPassword, input.current);
    const next = parseInput(password, input.next);
    if (current === next) throw new AppError("invalid", "The new password is the same as the old one.");
    const account = await checkPassword(context, { email: principal.email, password: current, address: null });
    if (account?.id !== principal.id) throw new AppError("invalid", "The current password is not right.");
    const passwordHash = await hashPassword(next);
    await inMembershipTransaction(context, async (tx) => {
      const changed = await tx.user.updateMany({
        where: { id: account.id, passwordHash: account.passwordHash },
        data: { passwordHash },
      });
      if (changed.count === 0)
        throw new AppError("conflict", "The password was changed elsewhere just now. Try again.");
      await endSessions(tx, context, account.id, principal.sessionId);
      await endResetLinks(tx, context, account.id);
    });
    context.onAccessChanged(account.id);
  };
}

/** Sets a password without asking for the old one, and ends all that the old one had opened. */
export async function overwritePassword(
  tx: Transaction,
  context: PeopleContext,
  userId: string,
  passwordHash: string,
): Promise<void> {
  const user = await tx.user.update({ where: { id: userId }, data: { passwordHash }, select: { email: true } });
  await endSessions(tx, context, userId, null);
  await endResetLinks(tx, context, userId);
  await tx.signInThrottle.deleteMany({ where: { key: accountKey(user.email) } });
}

/** Revokes the user's sessions, but not `except`. */
export async function endSessions(
  tx: Transaction,
  context: PeopleContext,
  userId: string,
  except: string | null,
): Promise<void> {
  await tx.session.updateMany({
    where: { userId, revokedAt: null, ...(except === null ? {} : { id: { not: except } }) },
    data: { revokedAt: context.now() },
  });
}

/** A link sent before a password was changed must not change it again. */
async function endResetLinks(tx: Transaction, context: PeopleContext, userId: string): Promise<void> {
  await tx.oneTimeLink.updateMany({ where: { kind: "reset", userId, usedAt: null }, data: { usedAt: context.now() } });
}
