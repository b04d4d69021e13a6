"use server";

import { redirect } from "next/navigation";
import type { Result } from "../../../../components/ui/result.ts";
import { attempt, firstEmpty, textOf } from "../../../attempt.ts";
import { signInRefusal } from "../../../auth.ts";
import { localPath, signInWith } from "../../../sign-in-with.ts";

/** Signs in and goes to where the person wanted to be. */
export async function signInAction(_: Result | null, form: FormData): Promise<Result> {
  const empty = firstEmpty(form, { email: "Enter your e-mail address.", password: "Enter your password." });
  if (empty) return empty;
  const outcome = await attempt(async () => {
    try {
      await signInWith(textOf(form, "email"), textOf(form, "password"));
      return null;
    } catch (error) {
      const refusal = signInRefusal(error);
      if (refusal === null) throw error;
      return refusal;
    }
  });
  if (!outcome.ok) return outcome;
  if (outcome.value !== null) return { ok: false, error: outcome.value, field: null };
  redirect(localPath(form.get("next")));
}
