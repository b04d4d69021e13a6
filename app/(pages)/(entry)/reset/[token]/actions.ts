"use server";

import { redirect } from "next/navigation";
import type { Result } from "../../../../../components/ui/result.ts";
import { gateway } from "../../../../../server/gateway.ts";
import { attempt, firstEmpty, textOf } from "../../../../attempt.ts";
import { signInWith } from "../../../../sign-in-with.ts";

/** Sets the new password and signs in with it. */
export async function resetAction(_: Result | null, form: FormData): Promise<Result> {
  const empty = firstEmpty(form, { password: "Choose a password." });
  if (empty) return empty;
  const token = textOf(form, "token");
  const password = textOf(form, "password");
  const outcome = await attempt(async () => {
    const { email } = await gateway().people.resetLink(token);
    await gateway().people.resetPassword({ token, password });
    await signInWith(email, password);
    return null;
  }, ["password"]);
  if (!outcome.ok) return outcome;
  redirect("/");
}
