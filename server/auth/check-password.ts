/** The one place where a password is compared: every comparison is counted first. */

import type { PeopleContext } from "./context.ts";
import { isPasswordOf } from "./passwords.ts";
import { giveTryBack, takeTry } from "./throttle.ts";
import { accountKey, addressKey } from "./throttle-rules.ts";

export interface KnownAccount {
  id: string;
  name: string;
  email: string;
  /** As it was compared; whoever acts on the comparison has to see that it is still the same. */
  passwordHash: string;
}

/**
 * The account whose e-mail address and password these are, else null. Throws `locked`, also for a right password and
 * also for an account that does not exist. `address` is null where the person is known already.
 */
export async function checkPassword(
  context: PeopleContext,
  input: { email: string; password: string; address: string | null },
): Promise<KnownAccount | null> {
  const account = accountKey(input.email);
  const address = input.address === null ? null : addressKey(input.address);
  await takeTry(context.db, address === null ? [account] : [account, address], context.now());
  const user = await context.db.user.findUnique({
    where: { email: input.email },
    select: { id: true, name: true, email: true, passwordHash: true },
  });
  if (!(await isPasswordOf(user?.passwordHash ?? null, input.password))) return null;
  await giveTryBack(context.db, account, address, context.now());
  return user;
}
