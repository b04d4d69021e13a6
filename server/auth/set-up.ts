/** The first account, by a one-time link that the terminal prints. */

import { randomUUID } from "node:crypto";
import { AppError } from "../../domain/app-error.ts";
import { inMembershipTransaction, type PeopleContext } from "./context.ts";
import { createMember } from "./create-member.ts";
import { email as emailInput, name as nameInput, parseInput, password as passwordInput } from "./input.ts";
import { openLink, useLink } from "./one-time-links.ts";
import { hashPassword } from "./passwords.ts";
import type { Operator, People } from "./people.ts";
import { hashSecret, newLinkSecret } from "./secrets.ts";

const LINK_DAYS = 7;
const DAY = 24 * 60 * 60 * 1000;
const SET_UP_ALREADY = "Glossa is set up already. Sign in instead.";

export function isEmpty(context: PeopleContext): People["isEmpty"] {
  return async () => (await context.db.user.findFirst({ select: { id: true } })) === null;
}

export function createSetUpLink(context: PeopleContext): Operator["createSetUpLink"] {
  return async () => {
    const token = newLinkSecret();
    const createdAt = context.now();
    const expiresAt = new Date(createdAt.getTime() + LINK_DAYS * DAY);
    return inMembershipTransaction(context, async (tx) => {
      if (await tx.user.findFirst({ select: { id: true } })) return null;
      await tx.oneTimeLink.deleteMany({ where: { kind: "setup", usedAt: null } });
      const data = { id: randomUUID(), kind: "setup", tokenHash: hashSecret(token), createdAt, expiresAt } as const;
      await tx.oneTimeLink.create({ data });
      return { token, expiresAt: expiresAt.toISOString() };
    });
  };
}

export function setUpLink(context: PeopleContext): People["setUpLink"] {
  return async (token) => {
    if (!(await isEmpty(context)())) throw new AppError("gone", SET_UP_ALREADY);
    await openLink(context, "setup", token);
  };
}

export function setUp(context: PeopleContext): People["setUp"] {
  return async (input) => {
    const name = parseInput(nameInput, input.name);
    const email = parseInput(emailInput, input.email);
    const password = parseInput(passwordInput, input.password);
    await setUpLink(context)(input.token);
    const passwordHash = await hashPassword(password);
    await inMembershipTransaction(context, async (tx) => {
      if (await tx.user.findFirst({ select: { id: true } })) throw new AppError("gone", SET_UP_ALREADY);
      await useLink(tx, context, "setup", input.token);
      await createMember(tx, context, { name, email, passwordHash, role: "owner" });
    });
  };
}
