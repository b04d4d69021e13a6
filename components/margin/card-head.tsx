"use client";

import type { KeyboardEvent } from "react";
import { canAnnotate } from "../../domain/permissions/permissions.ts";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { Avatar } from "../ui/avatar.tsx";
import { IconButton } from "../ui/button.tsx";
import { TimeAgo } from "../ui/time-ago.tsx";
import { showToast } from "../ui/toast-store.ts";
import { CardMenu } from "./card-menu.tsx";
import { KindSign } from "./kind-sign.tsx";
import { useMargin } from "./margin-context.tsx";
import { sayPending } from "./say-pending.ts";

interface Props {
  view: AnnotationView;
  isActive: boolean;
  isTabStop: boolean;
}

/** Who, what and when; the author's name is the button that opens the card and, once open, leads to its passage. */
export function CardHead({ view, isActive, isTabStop }: Props) {
  const { session, reading, now, goToPassage } = useMargin();
  const { annotation, pending } = view;
  const { author, resolved } = annotation;
  const open = (): void => (isActive ? goToPassage(view) : reading.activate(annotation.id, "margin"));
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const openers = [...document.querySelectorAll<HTMLElement>("[data-card-opener]")].filter((one) => one.offsetParent);
    const at = openers.indexOf(event.currentTarget as HTMLElement);
    const target = step === "first" ? 0 : step === "last" ? openers.length - 1 : at + step;
    const opener = openers[target];
    if (!opener) return;
    event.preventDefault();
    opener.focus({ preventScroll: true });
    reading.activate(opener.dataset.cardOpener ?? null, "margin");
  };
  const toggleResolved = (): void => {
    const [name, inverse] = resolved
      ? (["reopen-thread", "resolve-thread"] as const)
      : (["resolve-thread", "reopen-thread"] as const);
    const command = (which: typeof name) =>
      which === "resolve-thread"
        ? { name: which, annotation: annotation.id, reason: null }
        : { name: which, annotation: annotation.id };
    void session.send(command(name));
    showToast(resolved ? "Reopened." : "Resolved.", { undo: () => void session.send(command(inverse)) });
  };
  return (
    <header className="flex items-center gap-2">
      <Avatar person={author} size="small" />
      <div
        className={`flex min-w-0 flex-1 ${isActive ? "flex-col" : `items-baseline gap-x-2 ${pending ? "flex-wrap" : ""}`}`}
      >
        <button
          type="button"
          data-card-opener={annotation.id}
          tabIndex={isTabStop ? 0 : -1}
          title={isActive ? "Go to the passage" : undefined}
          onClick={open}
          onKeyDown={onKeyDown}
          className="card-opener min-w-0 truncate text-left text-sm font-semibold"
        >
          {author.name}
        </button>
        <span className="shrink-0 text-xs text-faint">
          <TimeAgo at={annotation.at} now={now} />
          {pending && <span className="pending-words"> · {sayPending(session.saved)}</span>}
        </span>
      </div>
      <KindSign kind={annotation.kind} bare={isActive} />
      {isActive && (
        <div className="-my-1 -mr-1.5 flex">
          {canAnnotate(session.me) && (
            <IconButton
              icon={resolved ? "undo" : "check"}
              size="small"
              label={resolved ? "Reopen" : "Resolve"}
              onClick={toggleResolved}
            />
          )}
          <CardMenu view={view} />
        </div>
      )}
    </header>
  );
}

/** Keys that lead from card to card. */
const STEPS: Record<string, number | "first" | "last"> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  Home: "first",
  End: "last",
};
