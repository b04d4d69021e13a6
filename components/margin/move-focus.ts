/** Where the focus goes when what had it disappears: never to the top of the page. */

import { TEXT_SELECTOR } from "../editor/text-and-margin.ts";

const openers = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>("[data-card-opener]")].filter(({ offsetParent }) => offsetParent !== null);

const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** Into the text, where it was. */
export function focusText(): void {
  document.querySelector<HTMLElement>(TEXT_SELECTOR)?.focus({ preventScroll: true });
}

/** To an annotation's card, if nothing else has taken the focus. False while there is no such card. */
export function focusCardIfLost(id: string): boolean {
  const card = openers().find(({ dataset }) => dataset.cardOpener === id);
  if (card && isNowhere()) card.focus({ preventScroll: true });
  return card !== undefined;
}

/** Call before the card goes: once it is gone, the next one has the focus, or the one before, or the text. */
export function focusAfterRemoval(id: string): void {
  const all = openers();
  const at = all.findIndex(({ dataset }) => dataset.cardOpener === id);
  const next = all[at + 1] ?? all[at - 1];
  setTimeout(() => {
    if (!isNowhere()) return;
    if (next?.isConnected) next.focus({ preventScroll: true });
    else focusText();
  });
}

/** Where the changes stand that the server refused. */
export const REFUSED_ID = "not-posted";

/** To the refused changes, which may be out of sight. */
export function focusRefused(): void {
  const refused = document.getElementById(REFUSED_ID);
  refused?.scrollIntoView({ block: "start" });
  refused?.focus({ preventScroll: true });
}

/** Call before a refused change goes: once it is gone, those that are left have the focus, or the text. */
export function focusAfterRefused(): void {
  setTimeout(() => {
    if (!isNowhere()) return;
    const left = document.getElementById(REFUSED_ID);
    if (left) left.focus({ preventScroll: true });
    else focusText();
  });
}
