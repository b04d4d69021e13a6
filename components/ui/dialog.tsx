"use client";

import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { IconButton } from "./button.tsx";

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  width?: "narrow" | "wide";
}

/** Marked by who fills the dialog; React keeps its own autoFocus off the page, and runs it before the dialog is shown. */
const CHOSEN = "[data-autofocus], [autofocus]";
const TO_FILL_IN = "input:not([type=hidden]), select, textarea";

/** The browser's own modal dialog: it traps the focus, closes on Escape and gives the focus back. */
export function Dialog({ open, onClose, title, children, width = "narrow" }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // A layout effect, because its end runs while the dialog is still in the page: a removed one gives no focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog || !open) return;
    dialog.showModal();
    // Without either the browser has chosen the first button.
    (dialog.querySelector<HTMLElement>(CHOSEN) ?? dialog.querySelector<HTMLElement>(TO_FILL_IN))?.focus();
    return () => dialog.close();
  }, [open]);
  if (!open) return null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard closes it with Escape, which the browser handles.
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className={`m-auto max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] overflow-y-auto rounded-lg border border-line bg-raised text-ink shadow-overlay backdrop:bg-[oklch(0.15_0.02_60/0.45)] open:animate-[rise-in_var(--motion-calm)_var(--ease)] ${width === "wide" ? "max-w-2xl" : "max-w-md"}`}
    >
      <div className="grid gap-5 p-5 sm:p-6">
        <header className="flex items-start justify-between gap-4">
          <h2 id={titleId} className="font-serif text-lg text-balance">
            {title}
          </h2>
          <IconButton icon="close" label="Close" size="small" onClick={onClose} className="-mt-1 -mr-2" />
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** The row of buttons that ends a dialog; the one that acts comes last. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap justify-end gap-2.5 pt-1">{children}</div>;
}
