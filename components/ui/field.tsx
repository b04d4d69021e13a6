"use client";

import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
  useState,
} from "react";
import { IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null | undefined;
  optional?: boolean;
  className?: string;
  children: (control: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": true | undefined;
  }) => ReactNode;
}

/** A control with its label, its hint and the sentence that says what is wrong with it. */
export function Field({ label, hint, error, optional, className = "", children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={`grid gap-1.5 ${className}`}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {optional && <span className="font-normal text-faint"> (optional)</span>}
      </label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-faint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="flex gap-1.5 text-sm text-danger">
          <Icon name="warning" size={16} className="mt-0.5" />
          {error}
        </p>
      )}
    </div>
  );
}

interface Labelled {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null | undefined;
  optional?: boolean;
}

type TextInputProps = InputHTMLAttributes<HTMLInputElement> & Labelled & { ref?: React.Ref<HTMLInputElement> };

/** One line of text. */
export function TextInput({ label, hint, error, optional, className, ...input }: TextInputProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false} className={className ?? ""}>
      {(control) => <input type="text" {...input} {...control} className="input" />}
    </Field>
  );
}

/** A password, which its owner may look at. */
export function PasswordInput({ label, hint, error, className, ...input }: Omit<TextInputProps, "type" | "optional">) {
  const [isShown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error} className={className ?? ""}>
      {(control) => (
        <span className="relative block">
          <input
            {...input}
            {...control}
            type={isShown ? "text" : "password"}
            autoCapitalize="none"
            spellCheck={false}
            className="input pr-11"
          />
          <IconButton
            icon="eye"
            size="small"
            label={isShown ? "Hide password" : "Show password"}
            aria-pressed={isShown}
            onClick={() => setShown(!isShown)}
            className="absolute! top-1/2 right-1 -translate-y-1/2"
          />
        </span>
      )}
    </Field>
  );
}

type TextareaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & Labelled & { ref?: React.Ref<HTMLTextAreaElement> };

/** Several lines of text; grows with them where the browser can. */
export function Textarea({ label, hint, error, optional, className, ...area }: TextareaProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false} className={className ?? ""}>
      {(control) => <textarea rows={4} {...area} {...control} className="input field-sizing-content max-h-96" />}
    </Field>
  );
}

type SelectProps = SelectHTMLAttributes<HTMLSelectElement> & Labelled;

/** The browser's own list of choices. */
export function Select({ label, hint, error, className, children, ...select }: SelectProps) {
  return (
    <Field label={label} hint={hint} error={error} className={className ?? ""}>
      {(control) => (
        <SelectControl {...select} {...control}>
          {children}
        </SelectControl>
      )}
    </Field>
  );
}

/** A select without a label of its own; give it `aria-label`. */
export function SelectControl({ className = "", children, ...select }: SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <span className={`relative block ${className}`}>
      <select {...select} className="input appearance-none pr-9">
        {children}
      </select>
      <Icon
        name="chevron-down"
        size={16}
        className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-faint"
      />
    </span>
  );
}
