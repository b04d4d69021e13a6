"use client";

import { canAnnotate } from "../../domain/permissions/permissions.ts";
import type { RefusedChange } from "../sync/bulletin-session.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { showToast } from "../ui/toast-store.ts";
import { useMargin } from "./margin-context.tsx";

/** A role may be given back, words and annotations may return; what is too large or makes no sense stays so. */
const MAY_CHANGE: readonly string[] = ["forbidden", "not-found", "conflict", "quote-not-found"];

/** What the server refused, with the words that would otherwise be lost. */
export function RefusedChanges() {
  const { session } = useMargin();
  return (
    <div role="alert" className="grid gap-2.5 empty:hidden">
      {session.refused.map((change) => (
        <Refused key={change.key} change={change} />
      ))}
    </div>
  );
}

function Refused({ change }: { change: RefusedChange }) {
  const { session, drafting } = useMargin();
  const { key, refusal, words, command } = change;
  const dismiss = (): void => session.dismissRefused(key);
  return (
    <section className="margin-strip border-danger!" aria-label="Not posted">
      <p className="flex gap-1.5 text-sm">
        <Icon name="warning" size={16} className="mt-0.5 text-danger" />
        <span>
          <strong className="font-semibold">
            {words === null ? "This could not be done." : "These words could not be posted."}
          </strong>{" "}
          {refusal.text}
        </span>
      </p>
      {words !== null && <p className="card-quote line-clamp-6 whitespace-pre-wrap">{words}</p>}
      <div className="flex flex-wrap justify-end gap-1.5">
        <Button look="quiet" size="small" onClick={dismiss}>
          Dismiss
        </Button>
        {words !== null && (
          <Button size="small" icon="copy" onClick={() => void copy(words)}>
            Copy
          </Button>
        )}
        {words !== null && canAnnotate(session.me) && (
          <Button
            size="small"
            onClick={() => {
              drafting.startOnWhole(words);
              dismiss();
            }}
          >
            Put in a new comment
          </Button>
        )}
        {command !== null && MAY_CHANGE.includes(refusal.code) && (
          <Button size="small" icon="redo" onClick={() => session.retryRefused(key)}>
            Try again
          </Button>
        )}
      </div>
    </section>
  );
}

async function copy(words: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(words);
    showToast("Copied.");
  } catch {
    showToast("The browser did not allow copying. Select the words and copy them yourself.", { tone: "danger" });
  }
}
