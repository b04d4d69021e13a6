"use client";

import { startTransition, useState } from "react";
import { Button } from "../ui/button.tsx";
import { CopyField } from "../ui/copy-field.tsx";
import { TextInput } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import type { FormAction, Result } from "../ui/result.ts";
import { runAction } from "../ui/run-action.ts";
import { TimeAgo } from "../ui/time-ago.tsx";
import { showToast } from "../ui/toast-store.ts";
import { useFormAction } from "../ui/use-form-action.ts";

interface Props {
  tokens: { id: string; label: string; createdAt: string; lastUsedAt: string | null }[];
  now: number;
  create: FormAction<string>;
  revoke: (id: string) => Promise<Result>;
}

/** One's API tokens: made, shown once, revoked. */
export function TokenList({ tokens, now, create, revoke }: Props) {
  const [made, setMade] = useState<string | null>(null);
  const { formProps, pending, error, errorOf } = useFormAction(create, (token) => {
    setMade(token);
    formProps.ref.current?.reset();
  });
  const end = (id: string, label: string) =>
    startTransition(async () => {
      const revoked = await runAction(() => revoke(id));
      if (revoked.ok) showToast(`The token “${label}” was revoked.`);
    });
  return (
    <div className="grid gap-5">
      <form {...formProps} className="flex flex-wrap items-start gap-3">
        <TextInput
          label="What is it for?"
          name="label"
          required
          autoComplete="off"
          className="min-w-0 flex-1 basis-52"
          error={errorOf("label")}
        />
        <Button type="submit" icon="plus" busy={pending} className="sm:mt-6.5">
          Make a token
        </Button>
      </form>
      {error && (
        <Notice tone="danger" alert>
          {error}
        </Notice>
      )}
      {made && (
        <div className="grid gap-3 rounded-md border border-line bg-raised p-4">
          <CopyField label="Your new token" value={made} />
          <p className="text-sm text-soft">Copy it now: it is not shown again.</p>
        </div>
      )}
      {tokens.length > 0 && (
        <ul className="divide-y divide-line border-y border-line">
          {tokens.map(({ id, label, createdAt, lastUsedAt }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
              <div className="min-w-0">
                <p className="font-medium">{label}</p>
                <p className="text-sm text-faint">
                  Made <TimeAgo at={createdAt} now={now} />, {lastUsedAt ? "used " : "never used"}
                  {lastUsedAt && <TimeAgo at={lastUsedAt} now={now} />}
                </p>
              </div>
              <Button size="small" onClick={() => end(id, label)}>
                Revoke<span className="sr-only"> {label}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
