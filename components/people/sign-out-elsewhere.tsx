"use client";

import { useTransition } from "react";
import { Button } from "../ui/button.tsx";
import type { Result } from "../ui/result.ts";
import { runAction } from "../ui/run-action.ts";
import { showToast } from "../ui/toast-store.ts";

/** Ends one's sessions on all other devices. */
export function SignOutElsewhere({ action }: { action: () => Promise<Result> }) {
  const [pending, start] = useTransition();
  return (
    <Button
      icon="sign-out"
      busy={pending}
      onClick={() =>
        start(async () => {
          const done = await runAction(action);
          if (done.ok) showToast("You are signed in on this device alone now.");
        })
      }
    >
      Sign out everywhere else
    </Button>
  );
}
