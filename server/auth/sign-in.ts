/** Signing in: from an e-mail address and a password to a session. */

import { randomUUID } from "node:crypto";
import { AppError } from "../../domain/app-error.ts";
import type { Transaction } from "../data/database.ts";
import { checkPassword, type KnownAccount } from "./check-password.ts";
import { holdMembership, inTransaction, type PeopleContext } from "./context.ts";
import { email, enteredPassword, PASSWORD_MAX } from "./input.ts";
import type { People } from "./people.ts";

const SESSION_DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;

const MISMATCH = "The e-mail address and the password do not match.";
const LEFT = "This account is no longer a member. Ask an owner for an invitation.";

export function signIn(context: PeopleContext): People["signIn"] {
  return async (input) => {
    const address = email.safeParse(input.email);
    const password = enteredPassword.safeParse(input.password);
    // What can't be anyone's is not worth a comparison; saying so tells nothing about accounts.
    if (!address.success || !password.success || [...password.data].length > PASSWORD_MAX) {
      throw new AppError("unauthenticated", MISMATCH);
    }
    const account = await checkPassword(context, {
      email: address.data,
      password: password.data,
      address: input.address,
    });
    if (!account) throw new AppError("unauthenticated", MISMATCH);
    return inTransaction(context.db, async (tx) => {
      if (!(await holdPassword(tx, account))) throw new AppError("unauthenticated", MISMATCH);
      if (!(await holdMembership(tx, context, account.id))) throw new AppError("forbidden", LEFT);
      const createdAt = context.now();
      const expiresAt = new Date(createdAt.getTime() + SESSION_DAYS * DAY);
      const session = await tx.session.create({ data: { id: randomUUID(), userId: account.id, createdAt, expiresAt } });
      return { userId: account.id, sessionId: session.id };
    });
  };
}

/** False when the password was changed since it was compared; else it stays until the transaction ends. */
async function holdPassword(tx: Transaction, account: KnownAccount): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "User" WHERE id = ${account.id}::uuid AND "passwordHash" = ${account.passwordHash} FOR SHARE`;
  return rows.length > 0;
}
