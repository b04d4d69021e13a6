"use server";

import { redirect } from "next/navigation";
import type { Result } from "../../../../../components/ui/result.ts";
import { gateway } from "../../../../../server/gateway.ts";
import { attempt, firstEmpty, textOf } from "../../../../attempt.ts";
import { signInWith } from "../../../../sign-in-with.ts";

/** Joins the workspace and signs in. */
export async function joinAction(_: Result | null, form: FormData): Promise<Result> {
  const empty = firstEmpty(form, {
    name: "Enter your name.",
    email: "Enter your e-mail address.",
    password: "Choose a password.",
  });
  if (empty) return empty;
  const email = textOf(form, "email");
  const password = textOf(form, "password");
  const outcome = await attempt(async () => {
    await gateway().people.acceptInvitation({
      token: textOf(form, "token"),
      name: textOf(form, "name"),
      email,
      password,
    });
    await signInWith(email, password);
    return null;
  }, ["name", "email", "password"]);
  if (!outcome.ok) return outcome;
  redirect("/");
}
