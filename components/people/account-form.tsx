"use client";

import { Button } from "../ui/button.tsx";
import { PasswordInput, TextInput } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import type { FormAction } from "../ui/result.ts";
import { useFormAction } from "../ui/use-form-action.ts";
import { PASSWORD_HINT } from "./password-hint.ts";

interface Props {
  action: FormAction;
  token: string;
  submit: string;
  /** The address that was invited, to begin with. */
  email?: string | null;
}

/** A new account: for the first owner and for who was invited. */
export function AccountForm({ action, token, submit, email = null }: Props) {
  const { formProps, pending, error, errorOf } = useFormAction(action);
  return (
    <form {...formProps} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <TextInput
        label="Name"
        name="name"
        autoComplete="name"
        required
        hint="Your annotations are signed with it."
        error={errorOf("name")}
      />
      <TextInput
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={email ?? ""}
        error={errorOf("email")}
      />
      <PasswordInput
        label="Password"
        name="password"
        autoComplete="new-password"
        required
        hint={PASSWORD_HINT}
        error={errorOf("password")}
      />
      {error && (
        <Notice tone="danger" alert>
          {error}
        </Notice>
      )}
      <Button type="submit" look="primary" busy={pending} className="mt-1">
        {submit}
      </Button>
    </form>
  );
}
