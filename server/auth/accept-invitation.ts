/** Joining by an invitation: with a new account, or again with the one that left. */

import { AppError } from "../../domain/app-error.ts";
import type { Role } from "../../domain/permissions/permissions.ts";
import type { Transaction } from "../data/database.ts";
import { checkPassword } from "./check-password.ts";
import { currentRole, inMembershipTransaction, type PeopleContext } from "./context.ts";
import { createMember, rejoin } from "./create-member.ts";
import {
  email as emailInput,
  enteredPassword,
  name as nameInput,
  parseInput,
  password as passwordInput,
} from "./input.ts";
import { openInvitation } from "./invitations.ts";
import { hashPassword } from "./passwords.ts";
import type { People } from "./people.ts";
import { hashSecret } from "./secrets.ts";

const MEMBER_ALREADY = "This e-mail address belongs to a member already. Sign in instead.";
const ACCOUNT_LEFT =
  "There is an account with this e-mail address from before. Enter its password, or ask an owner for a link to reset it.";
const CHANGED = "The account changed just now. Try again.";

type Joiner = (tx: Transaction, role: Role) => Promise<string>;

export function acceptInvitation(context: PeopleContext): People["acceptInvitation"] {
  return async (input) => {
    const name = parseInput(nameInput, input.name);
    const email = parseInput(emailInput, input.email);
    // Before any hashing: only a link that leads somewhere is worth the work.
    await openInvitation(context, input.token);
    const join = (await hasAccount(context, email))
      ? await asFormerMember(context, { name, email, password: input.password })
      : await asNewMember(context, { name, email, password: input.password });

    const userId = await inMembershipTransaction(context, async (tx) => {
      const role = await useInvitation(tx, context, input.token);
      return join(tx, role);
    });
    context.onAccessChanged(userId);
  };
}

async function hasAccount(context: PeopleContext, email: string): Promise<boolean> {
  const user = await context.db.user.findUnique({ where: { email }, select: { id: true, memberships: true } });
  const isMember = user?.memberships.some((row) => row.workspaceId === context.workspaceId && row.removedAt === null);
  if (isMember) throw new AppError("conflict", MEMBER_ALREADY);
  return user !== null;
}

type Person = { name: string; email: string; password: string };

async function asNewMember(context: PeopleContext, person: Person): Promise<Joiner> {
  const passwordHash = await hashPassword(parseInput(passwordInput, person.password));
  return (tx, role) => createMember(tx, context, { ...person, passwordHash, role });
}

async function asFormerMember(context: PeopleContext, person: Person): Promise<Joiner> {
  const password = parseInput(enteredPassword, person.password);
  const account = await checkPassword(context, { email: person.email, password, address: null });
  if (!account) throw new AppError("forbidden", ACCOUNT_LEFT);
  return async (tx, role) => {
    if ((await currentRole(tx, context, account.id)) !== null) throw new AppError("conflict", MEMBER_ALREADY);
    const renamed = await tx.user.updateMany({
      where: { id: account.id, passwordHash: account.passwordHash },
      data: { name: person.name },
    });
    if (renamed.count === 0) throw new AppError("conflict", CHANGED);
    await rejoin(tx, context, account.id, role);
    return account.id;
  };
}

/** Takes the invitation, or throws `gone`: of two who use one link at once, one gets in. */
async function useInvitation(tx: Transaction, context: PeopleContext, token: string): Promise<Role> {
  const tokenHash = hashSecret(token);
  const now = context.now();
  const used = await tx.invitation.updateMany({
    where: { tokenHash, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { acceptedAt: now },
  });
  if (used.count === 0) throw new AppError("gone", "This invitation is not open any more. Ask an owner for a new one.");
  return (await tx.invitation.findUniqueOrThrow({ where: { tokenHash }, select: { role: true } })).role;
}
