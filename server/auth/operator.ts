/** What the command line and the first boot may do with accounts: whoever runs the program needs no role. */

import { AppError } from "../../domain/app-error.ts";
import { issueToken } from "./api-tokens.ts";
import { currentRole, inMembershipTransaction, type PeopleContext } from "./context.ts";
import { createMember, rejoin } from "./create-member.ts";
import {
  email as emailInput,
  name as nameInput,
  parseInput,
  password as passwordInput,
  role as roleInput,
} from "./input.ts";
import { hashPassword } from "./passwords.ts";
import type { Operator, Principal } from "./people.ts";
import { overwritePassword } from "./set-password.ts";
import { createSetUpLink } from "./set-up.ts";

/** In whose name things are imported before there is an account. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

export function operator(context: PeopleContext): Operator {
  return {
    createAccount: (input) => createAccount(context, input),
    setPassword: (input) => setPassword(context, input),
    createTokenFor: async ({ email, label }) => issueToken(context, await userIdOf(context, email), label),
    createSetUpLink: createSetUpLink(context),
    principal: () => operatorPrincipal(context),
  };
}

/** One that left comes back with the given name, password and role. */
async function createAccount(
  context: PeopleContext,
  input: Parameters<Operator["createAccount"]>[0],
): Promise<{ id: string }> {
  const email = parseInput(emailInput, input.email);
  const name = parseInput(nameInput, input.name);
  const role = parseInput(roleInput, input.role);
  const passwordHash = await hashPassword(parseInput(passwordInput, input.password));
  const id = await inMembershipTransaction(context, async (tx) => {
    const former = await tx.user.findUnique({ where: { email }, select: { id: true } });
    if (!former) return createMember(tx, context, { email, name, passwordHash, role });
    if ((await currentRole(tx, context, former.id)) !== null) {
      throw new AppError("conflict", "There is a member with this e-mail address already.");
    }
    await overwritePassword(tx, context, former.id, passwordHash);
    await tx.user.update({ where: { id: former.id }, data: { name } });
    await rejoin(tx, context, former.id, role);
    return former.id;
  });
  context.onAccessChanged(id);
  return { id };
}

async function setPassword(context: PeopleContext, input: { email: string; password: string }): Promise<void> {
  const password = parseInput(passwordInput, input.password);
  const userId = await userIdOf(context, input.email);
  const passwordHash = await hashPassword(password);
  await inMembershipTransaction(context, (tx) => overwritePassword(tx, context, userId, passwordHash));
  context.onAccessChanged(userId);
}

async function userIdOf(context: PeopleContext, input: string): Promise<string> {
  const email = parseInput(emailInput, input);
  const user = await context.db.user.findUnique({ where: { email }, select: { id: true } });
  if (!user) throw new AppError("not-found", `There is no account with the e-mail address ${email}.`);
  return user.id;
}

async function operatorPrincipal(context: PeopleContext): Promise<Principal> {
  const { workspaceId } = context;
  const owner = await context.db.membership.findFirst({
    where: { workspaceId, role: "owner", removedAt: null },
    orderBy: [{ joinedAt: "asc" }, { userId: "asc" }],
    select: { user: { select: { id: true, name: true, email: true } } },
  });
  const person = owner?.user ?? { id: NOBODY, name: "Glossa", email: "" };
  return { ...person, role: "owner", workspaceId, sessionId: null };
}
