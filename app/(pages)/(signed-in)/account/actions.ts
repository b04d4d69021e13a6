"use server";

import { refresh } from "next/cache";
import type { Result } from "../../../../components/ui/result.ts";
import { gateway } from "../../../../server/gateway.ts";
import { attempt, firstEmpty, textOf } from "../../../attempt.ts";
import { requirePrincipal } from "../../../session.ts";

export async function changePasswordAction(_: Result | null, form: FormData): Promise<Result> {
  const empty = firstEmpty(form, { current: "Enter your current password.", next: "Choose a new password." });
  if (empty) return empty;
  const principal = await requirePrincipal("/account");
  const outcome = await attempt(async () => {
    const input = { current: textOf(form, "current"), next: textOf(form, "next") };
    await gateway().people.changePassword(principal, input);
    return null;
  });
  if (outcome.ok) return outcome;
  return {
    ...outcome,
    field: /current/i.test(outcome.error) ? "current" : /password/i.test(outcome.error) ? "next" : null,
  };
}

export async function createTokenAction(_: Result<string> | null, form: FormData): Promise<Result<string>> {
  const empty = firstEmpty(form, { label: "Name the token, so that you recognise it later." });
  if (empty) return empty;
  const principal = await requirePrincipal("/account");
  const label = textOf(form, "label");
  const outcome = await attempt(async () => (await gateway().people.createToken(principal, label)).token, ["label"]);
  refresh();
  return outcome;
}

export async function revokeTokenAction(id: string): Promise<Result> {
  const principal = await requirePrincipal("/account");
  const outcome = await attempt(async () => {
    await gateway().people.revokeToken(principal, id);
    return null;
  });
  refresh();
  return outcome;
}

export async function signOutElsewhereAction(): Promise<Result> {
  const principal = await requirePrincipal("/account");
  return attempt(async () => {
    await gateway().people.signOutElsewhere(principal);
    return null;
  });
}
