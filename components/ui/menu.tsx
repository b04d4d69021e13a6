"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { nextItem } from "./menu-keys.ts";

interface Props {
  /** What opens it; gets the properties of a menu button. */
  trigger: (props: MenuTriggerProps) => ReactNode;
  label: string;
  children: ReactNode;
}

export interface MenuTriggerProps {
  id: string;
  ref: React.RefObject<HTMLButtonElement | null>;
  "aria-haspopup": "menu";
  "aria-expanded": boolean;
  onPointerDown: () => void;
  onClick: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** Between the button and its menu, and between the menu and the screen's edge, in px. */
const GAP = 6;

/** A menu under its button, in the browser's top layer. Arrows, Home, End and letters move; Escape and Tab leave. */
export function Menu({ trigger, label, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  // A press on the button of an open menu dismisses it before the click arrives, which must not open it again.
  const wasOpen = useRef(false);

  useEffect(() => {
    const menu = list.current;
    if (!isOpen || !menu || !button.current) return;
    menu.showPopover();
    place(menu, button.current);
    itemsOf(menu)[0]?.focus();
    const close = () => menu.hidePopover();
    // Not on capture: what scrolls within the menu leaves it open.
    window.addEventListener("scroll", close);
    window.addEventListener("resize", close);
    return () => {
      window.removeEventListener("scroll", close);
      window.removeEventListener("resize", close);
    };
  }, [isOpen]);

  const close = () => list.current?.matches(":popover-open") && list.current.hidePopover();

  return (
    <>
      {trigger({
        id,
        ref: button,
        "aria-haspopup": "menu",
        "aria-expanded": isOpen,
        onPointerDown: () => {
          wasOpen.current = isOpen;
        },
        onClick: () => {
          setOpen(!wasOpen.current);
          wasOpen.current = false;
        },
        onKeyDown: (event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          setOpen(true);
        },
      })}
      {isOpen && (
        <div
          ref={list}
          popover="auto"
          role="menu"
          tabIndex={-1}
          aria-label={label}
          onToggle={(event) => event.newState === "closed" && setOpen(false)}
          onClick={(event) => event.target instanceof Element && event.target.closest("[role^=menuitem]") && close()}
          onKeyDown={(event) => {
            if (event.key === "Tab") return close();
            const focused = document.activeElement instanceof HTMLElement ? document.activeElement : null;
            const target = nextItem(itemsOf(event.currentTarget), focused, event.key);
            if (!target) return;
            event.preventDefault();
            target.focus();
          }}
          className="fixed inset-auto m-0 min-w-48 max-w-[calc(100vw-1rem)] animate-[fade-in_var(--motion-quick)] rounded-md border border-line bg-raised p-1 text-base text-ink shadow-raised"
        >
          {children}
        </div>
      )}
    </>
  );
}

/** Those that can be chosen now: some are there on a narrow screen alone. */
function itemsOf(menu: HTMLElement): HTMLElement[] {
  const items = menu.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)");
  return [...items].filter((item) => item.offsetParent !== null);
}

/** Under the button and flush with its end, or above it when there is no room below. */
function place(menu: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.min(Math.max(GAP, at.right - width), window.innerWidth - width - GAP);
  const below = at.bottom + GAP;
  const top = below + height > window.innerHeight - GAP ? Math.max(GAP, at.top - height - GAP) : below;
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}
