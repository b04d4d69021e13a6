"use client";

import { type KeyboardEvent, type ReactNode, type Ref, useLayoutEffect, useRef } from "react";
import { COMMENT_MAX } from "../../domain/annotation/command.ts";
import { Button } from "../ui/button.tsx";

interface Props {
  /** Names the field for screen readers. */
  label: string;
  placeholder: string;
  words: string;
  onChange: (words: string) => void;
  /** Called with words that are not blank, or with blank ones when those may be posted. */
  onSubmit: () => void;
  submitLabel: string;
  /** Shown when set; Escape does the same. */
  onCancel?: (() => void) | undefined;
  autoFocus?: boolean;
  mayBeBlank?: boolean;
  /** Buttons are hidden while it is empty and not in use. */
  quiet?: boolean;
  children?: ReactNode;
  ref?: Ref<HTMLTextAreaElement>;
}

/** Where words for the margin are written. Ctrl+Enter (on a Mac also Cmd+Enter) posts, Escape leaves. */
export function WordsForm(props: Props) {
  const { label, placeholder, words, onChange, onSubmit, submitLabel, onCancel, mayBeBlank = false } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const { autoFocus = false } = props;
  // At once, not after painting: the next key must not go into the text.
  useLayoutEffect(() => {
    const field = area.current;
    if (!autoFocus || !field) return;
    // The margin itself moves the card to its place; scrolling to where it still is would jump.
    field.focus({ preventScroll: true });
    field.setSelectionRange(field.value.length, field.value.length);
  }, [autoFocus]);

  const canSubmit = mayBeBlank || words.trim() !== "";
  const submit = (): void => {
    if (canSubmit) onSubmit();
    else area.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && onCancel) {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    }
  };

  return (
    <form
      className={`words-form grid gap-2 ${props.quiet ? "words-form-quiet" : ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        ref={area}
        rows={props.quiet ? 1 : 3}
        aria-label={label}
        placeholder={placeholder}
        aria-keyshortcuts="Control+Enter"
        maxLength={COMMENT_MAX}
        value={words}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        className="input field-sizing-content max-h-80 resize-none text-sm"
      />
      {props.children}
      <div
        className="words-form-buttons flex flex-wrap items-center justify-end gap-1.5"
        data-empty={words === "" || undefined}
      >
        <span className="mr-auto text-xs text-faint pointer-coarse:hidden">Ctrl + Enter</span>
        {onCancel && (
          <Button look="quiet" size="small" onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Button type="submit" look="primary" size="small" aria-disabled={!canSubmit || undefined}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
