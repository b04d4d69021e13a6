"use client";

import { Button } from "../ui/button.tsx";
import { PasswordInput, TextInput } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import type { FormAction } from "../ui/result.ts";
import { useFormAction } from "../ui/use-form-action.ts";

/** `refusal` is shown when the page was opened with one; `next` is where to go afterwards. */
export function SignInForm({ action, next, refusal }: { action: FormAction; next: string; refusal: string | null }) {
  const { formProps, pending, error, errorOf } = useFormAction(action);
  const sentence = error ?? refusal;
  return (
    <form {...formProps} className="grid gap-4">
      <input type="hidden" name="next" value={next} />
      <TextInput
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        autoFocus
        required
        error={errorOf("email")}
      />
      <PasswordInput
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        error={errorOf("password")}
      />
      {sentence && (
        <Notice tone="danger" alert>
          {sentence}
        </Notice>
      )}
      <Button type="submit" look="primary" busy={pending} className="mt-1">
        Sign in
      </Button>
      <p className="text-center text-sm text-faint text-pretty">Forgot the password? An owner can send you a link.</p>
    </form>
  );
}
