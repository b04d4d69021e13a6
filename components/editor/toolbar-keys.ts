/** The keys of a toolbar (WAI-ARIA toolbar pattern): one stop for Tab, arrows move within. */

import type { KeyboardEvent } from "react";

/** The index that a key leads to; null when it is none of a toolbar's. */
export function nextIndex(count: number, current: number, key: string): number | null {
  if (count === 0) return null;
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return (current + 1) % count;
    case "ArrowLeft":
    case "ArrowUp":
      return (current - 1 + count) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

/** For a toolbar's onKeyDown; its buttons carry tabIndex 0 (one of them) or −1. */
export function moveInToolbar(event: KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button")];
  const { activeElement } = document;
  const current = activeElement instanceof HTMLButtonElement ? buttons.indexOf(activeElement) : -1;
  if (current === -1) return;
  const target = nextIndex(buttons.length, current, event.key);
  const next = target === null ? undefined : buttons[target];
  if (!next) return;
  event.preventDefault();
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}
