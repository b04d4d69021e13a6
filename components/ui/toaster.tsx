"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";
import { currentToasts, dismissToast, noToasts, subscribeToToasts, type Toast } from "./toast-store.ts";

/** Long enough to read it and to reach Undo by keyboard; it waits while it is pointed at or focused. */
const TOAST_MS = 10_000;

/**
 * Where toasts appear; once a page, in the root layout. On a narrow screen under the page's bar: its lower edge belongs to
 * sheets and menus of the selection.
 */
export function Toaster() {
  const toasts = useSyncExternalStore(subscribeToToasts, currentToasts, noToasts);
  return (
    <div
      data-chrome
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 top-(--bar-height) z-50 grid justify-items-center gap-2 p-4 sm:top-auto sm:bottom-0 sm:justify-items-start"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => dismissToast(toast.id), TOAST_MS);
    return () => clearTimeout(timer);
  }, [isHeld, toast.id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only keeps it on the screen.
    <div
      className="pointer-events-auto flex max-w-[min(30rem,100%)] animate-[rise-in_var(--motion-calm)_var(--ease)] items-center gap-1 rounded-md border border-transparent bg-ink py-1.5 pr-1.5 pl-4 text-sm text-paper shadow-overlay"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toast.tone === "danger" && <Icon name="warning" className="mr-1.5" />}
      <p className="mr-2 min-w-0 py-1">{toast.text}</p>
      {toast.action && (
        <button
          type="button"
          className="min-h-8 rounded-sm px-2.5 font-semibold underline underline-offset-4 hover:bg-[color-mix(in_oklch,currentColor_14%,transparent)] focus-visible:outline-paper"
          onClick={() => {
            dismissToast(toast.id);
            toast.action?.run();
          }}
        >
          {toast.action.label}
        </button>
      )}
      <IconButton
        icon="close"
        size="small"
        label="Dismiss"
        className="text-paper! hover:bg-[color-mix(in_oklch,currentColor_14%,transparent)]! focus-visible:outline-paper"
        onClick={() => dismissToast(toast.id)}
      />
    </div>
  );
}
