import Link from "next/link";
import type { ButtonHTMLAttributes, ComponentProps, ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";
import { Spinner } from "./spinner.tsx";

export type ButtonLook = "primary" | "secondary" | "quiet" | "danger";

interface Common {
  look?: ButtonLook;
  size?: "normal" | "small";
  icon?: IconName | undefined;
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  Common & { busy?: boolean; ref?: React.Ref<HTMLButtonElement> };

/** A button. While `busy` it keeps the focus and its width, says so to screen readers and ignores presses. */
export function Button({ look = "secondary", size = "normal", icon, busy, className = "", ...rest }: ButtonProps) {
  const { children, onClick, type = "button", ...props } = rest;
  return (
    <button
      {...props}
      type={type}
      className={`button ${className}`}
      data-look={look}
      data-size={size}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <Spinner /> : icon && <Icon name={icon} size={size === "small" ? 16 : 18} />}
      {children}
    </button>
  );
}

type ButtonLinkProps = ComponentProps<typeof Link> & Common & { children: ReactNode };

/** A link that looks like a button: it goes somewhere, it does nothing. */
export function ButtonLink({
  look = "secondary",
  size = "normal",
  icon,
  className = "",
  children,
  ...props
}: ButtonLinkProps) {
  return (
    <Link {...props} className={`button ${className}`} data-look={look} data-size={size}>
      {icon && <Icon name={icon} size={size === "small" ? 16 : 18} />}
      {children}
    </Link>
  );
}

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children"> & {
  icon: IconName;
  /** The name for screen readers, and the tooltip. */
  label: string;
  look?: ButtonLook;
  size?: "normal" | "small";
  ref?: React.Ref<HTMLButtonElement>;
};

/** A button with a sign alone. */
export function IconButton({
  icon,
  label,
  look = "quiet",
  size = "normal",
  className = "",
  type = "button",
  ...props
}: IconButtonProps) {
  return (
    <button
      {...props}
      type={type}
      className={`button ${className}`}
      data-shape="icon"
      data-look={look}
      data-size={size}
      aria-label={label}
      title={props.title ?? label}
    >
      <Icon name={icon} size={size === "small" ? 17 : 19} />
    </button>
  );
}
