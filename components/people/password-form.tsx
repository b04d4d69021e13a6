"use client";

import { Button } from "../ui/button.tsx";
import { PasswordInput } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import type { FormAction } from "../ui/result.ts";
import { showToast } from "../ui/toast-store.ts";
import { useFormAction } from "../ui/use-form-action.ts";
import { PASSWORD_HINT } from "./password-hint.ts";

/** Changing one's own password. */
export function PasswordForm({ action, email }: { action: FormAction; email: string }) {
  const { formProps, pending, error, errorOf } = useFormAction(action, () => {
    formProps.ref.current?.reset();
    showToast("The password was changed. All other devices are signed out.");
  });
  return (
    <form {...formProps} className="grid max-w-sm gap-4">
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordInput
        label="Current password"
        name="current"
        autoComplete="current-password"
        required
        error={errorOf("current")}
      />
      <PasswordInput
        label="New password"
        name="next"
        autoComplete="new-password"
        required
        hint={PASSWORD_HINT}
        error={errorOf("next")}
      />
      {error && (
        <Notice tone="danger" alert>
          {error}
        </Notice>
      )}
      <Button type="submit" busy={pending} className="justify-self-start">
        Change the password
      </Button>
    </form>
  );
}
