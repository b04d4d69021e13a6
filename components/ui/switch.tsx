import type { InputHTMLAttributes, ReactNode } from "react";

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, "type" | "role"> & { children: ReactNode };

/** On or off, at once. */
export function Switch({ children, className = "", ...input }: Props) {
  return (
    <label className={`flex min-h-6 items-start gap-2.5 ${className}`}>
      <span className="relative mt-0.5 inline-flex shrink-0">
        <input
          {...input}
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox says itself whether it is checked.
          role="switch"
          className="peer h-5 w-8 appearance-none rounded-full border border-strong bg-sunken transition-colors checked:border-accent checked:bg-accent"
        />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-1 left-1 size-3 rounded-full bg-strong transition-transform peer-checked:translate-x-3 peer-checked:bg-on-accent forced-colors:bg-[ButtonText]! forced-colors:forced-color-adjust-none"
        />
      </span>
      <span className="min-w-0">{children}</span>
    </label>
  );
}
