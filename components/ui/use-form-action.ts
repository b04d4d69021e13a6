"use client";

import { type FormEvent, startTransition, useActionState, useEffect, useRef } from "react";
import { type FormAction, type Result, UNREACHABLE } from "./result.ts";

/**
 * Binds a form to its action. Unlike React's own `<form action>`, what was typed stays when the action refuses it, and
 * the focus goes to the control that the refusal is about. `onDone` gets what a success gives.
 */
export function useFormAction<T>(action: FormAction<T>, onDone?: (value: T) => void) {
  const [state, dispatch, pending] = useActionState(guarded(action), null);
  const form = useRef<HTMLFormElement>(null);
  const done = useRef(onDone);
  done.current = onDone;

  useEffect(() => {
    if (!state) return;
    if (state.ok) return done.current?.(state.value);
    const control = state.field && form.current?.elements.namedItem(state.field);
    if (control instanceof HTMLElement) control.focus();
  }, [state]);

  return {
    pending,
    /** The sentence for the whole form. */
    error: state?.ok === false && state.field === null ? state.error : null,
    errorOf: (field: string) => (state?.ok === false && state.field === field ? state.error : null),
    formProps: {
      ref: form,
      action: dispatch,
      noValidate: true,
      onSubmit: (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        if (pending) return;
        const data = new FormData(event.currentTarget);
        startTransition(() => dispatch(data));
      },
    },
  };
}

/** Without the network a server action throws; that too is a sentence by the form, not a broken page. */
function guarded<T>(action: FormAction<T>): FormAction<T> {
  return async (previous, form) => {
    try {
      return await action(previous, form);
    } catch (error) {
      if (isNavigation(error)) throw error;
      return { ok: false, error: UNREACHABLE, field: null } satisfies Result<T>;
    }
  };
}

/** Next answers a redirect by throwing it. */
function isNavigation(error: unknown): boolean {
  return error instanceof Error && "digest" in error && String(error.digest).startsWith("NEXT_");
}
