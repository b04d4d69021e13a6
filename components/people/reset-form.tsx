"use client";

import { Button } from "../ui/button.tsx";
import { PasswordInput } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import type { FormAction } from "../ui/result.ts";
import { useFormAction } from "../ui/use-form-action.ts";
import { PASSWORD_HINT } from "./password-hint.ts";

/** A new password by a reset link. The address is there for password managers. */
export function ResetForm({ action, token, email }: { action: FormAction; token: string; email: string }) {
  const { formProps, pending, error, errorOf } = useFormAction(action);
  return (
    <form {...formProps} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordInput
        label="New password"
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
      <Button type="submit" look="primary" busy={pending}>
        Set the password
      </Button>
      <p className="text-sm text-faint text-pretty">All other devices are signed out.</p>
    </form>
  );
}
