"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { COMMENT_MAX } from "../../domain/annotation/command.ts";
import { canAnnotate } from "../../domain/permissions/permissions.ts";
import type { RefusedChange } from "../sync/bulletin-session.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { showToast } from "../ui/toast-store.ts";
import { useMargin } from "./margin-context.tsx";
import { focusAfterRefused } from "./move-focus.ts";
import { RefusedWords } from "./refused-words.tsx";
import { quoteOfRefused, sayRefused } from "./say-refused.ts";

/** A role may be given back, words and annotations may return; what is too large or makes no sense stays so. */
const MAY_CHANGE: readonly string[] = ["forbidden", "not-found", "conflict", "quote-not-found"];

/** One refused change: what and why, its words, and what can be done with them. */
export function RefusedCard({ change }: { change: RefusedChange }) {
  const { session, drafting } = useMargin();
  const { key, refusal, words, command } = change;
  const [isCopied, setCopied] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const quote = quoteOfRefused(change);
  const dismiss = (): void => {
    focusAfterRefused();
    session.dismissRefused(key);
  };
  const copy = async (all: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(all);
      setCopied(true);
      showToast("Copied.");
    } catch {
      showToast("The browser did not allow copying. Select the words and copy them yourself.", { tone: "danger" });
    }
  };
  return (
    <div className="margin-strip" data-tone="danger">
      <p className="flex gap-1.5 text-sm">
        <Icon name="warning" size={16} className="mt-0.5 text-danger" />
        <span className="min-w-0">
          <strong className="font-semibold">{sayRefused(change)}</strong> {refusal.text}
          {quote !== null && <span className="line-clamp-1 text-xs text-soft">About “{quote}”</span>}
        </span>
      </p>
      {words !== null && <RefusedWords words={words} />}
      {isAsking ? (
        <ConfirmDismiss onDismiss={dismiss} onKeep={() => setAsking(false)} />
      ) : (
        <div className="flex flex-wrap justify-end gap-1.5">
          <Button look="quiet" size="small" onClick={() => (words === null || isCopied ? dismiss() : setAsking(true))}>
            Dismiss
          </Button>
          {words !== null && (
            <Button size="small" icon="copy" onClick={() => void copy(words)}>
              Copy
            </Button>
          )}
          {command !== null && MAY_CHANGE.includes(refusal.code) && (
            <Button
              size="small"
              icon="redo"
              onClick={() => {
                focusAfterRefused();
                session.retryRefused(key);
              }}
            >
              Try again
            </Button>
          )}
          {words !== null && words.length <= COMMENT_MAX && canAnnotate(session.me) && (
            <Button
              size="small"
              onClick={() => {
                drafting.startOnWhole(words);
                session.dismissRefused(key);
              }}
            >
              Put in a new comment
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** These words are nowhere else, so it asks first. */
function ConfirmDismiss({ onDismiss, onKeep }: { onDismiss: () => void; onKeep: () => void }) {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus({ preventScroll: true }), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    onKeep();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is a short cut for the button.
    <div className="flex flex-wrap items-center justify-end gap-1.5" onKeyDown={onKeyDown}>
      <p className="mr-auto text-xs text-soft">These words can't be brought back.</p>
      <Button ref={keep} look="quiet" size="small" onClick={onKeep}>
        Keep
      </Button>
      <Button look="danger" size="small" onClick={onDismiss}>
        Dismiss
      </Button>
    </div>
  );
}
