"use client";

import Link from "next/link";
import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

const LOOK =
  "flex w-full items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-left pointer-coarse:py-2.5 hover:bg-hover focus:bg-hover focus-visible:outline-offset-[-2px] disabled:opacity-55";

type ItemProps = ButtonHTMLAttributes<HTMLButtonElement> & { icon?: IconName; danger?: boolean; children: ReactNode };

/** Something that a menu does. */
export function MenuItem({ icon, danger = false, children, type = "button", ...props }: ItemProps) {
  return (
    <button {...props} type={type} role="menuitem" tabIndex={-1} className={`${LOOK} ${danger ? "text-danger" : ""}`}>
      {icon && <Icon name={icon} className={danger ? "" : "text-faint"} />}
      {children}
    </button>
  );
}

type LinkProps = { href: string; icon?: IconName; children: ReactNode; className?: string };

/** Somewhere that a menu leads. */
export function MenuLink({ href, icon, children, className = "" }: LinkProps) {
  return (
    <Link href={href} role="menuitem" tabIndex={-1} className={`${LOOK} ${className}`}>
      {icon && <Icon name={icon} className="text-faint" />}
      {children}
    </Link>
  );
}

type RadioProps = { checked: boolean; onSelect: () => void; icon?: IconName; children: ReactNode };

/** One of several choices in a menu. */
export function MenuRadio({ checked, onSelect, icon, children }: RadioProps) {
  return (
    <button type="button" role="menuitemradio" aria-checked={checked} tabIndex={-1} onClick={onSelect} className={LOOK}>
      {icon && <Icon name={icon} className="text-faint" />}
      {children}
      <Icon name="check" size={16} className={`ml-auto text-accent ${checked ? "" : "invisible"}`} />
    </button>
  );
}

/** A line between groups. */
export function MenuSeparator() {
  return <hr className="mx-1 my-1 border-line" />;
}
