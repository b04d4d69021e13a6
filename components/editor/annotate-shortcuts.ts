/** The keys by which a selection is annotated. Pure but for reading the platform. */

export type AnnotateAction = "highlight" | "comment" | "claim" | "question" | "tag";

export interface Shortcut {
  action: AnnotateAction;
  letter: string;
}

/** M as in Google Docs. With Ctrl+Alt, T opens a terminal and L locks the screen on common desktops, hence K and G. */
export const SHORTCUTS: readonly Shortcut[] = [
  { action: "highlight", letter: "H" },
  { action: "comment", letter: "M" },
  { action: "claim", letter: "K" },
  { action: "question", letter: "Q" },
  { action: "tag", letter: "G" },
];

type Keys = Pick<KeyboardEvent, "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "code" | "key" | "getModifierState">;

/** Null when the keys are no shortcut of ours. */
export function actionFor(event: Keys, isMac: boolean): AnnotateAction | null {
  const isMod = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  // AltGr is Ctrl+Alt to Windows; with it, German and other keyboards write @, € and µ.
  if (!isMod || !event.altKey || event.shiftKey || event.getModifierState("AltGraph")) return null;
  // With Option a Mac writes another character, so there the place of the key counts.
  const typed = /^[a-z]$/i.test(event.key) ? event.key.toUpperCase() : event.code.replace(/^Key/, "");
  return SHORTCUTS.find(({ letter }) => letter === typed)?.action ?? null;
}

export const isMacPlatform = (): boolean => /Mac|iP(hone|ad|od)/.test(navigator.platform);

/** As shown in a tooltip. */
export const shortcutLabel = (letter: string, isMac: boolean): string => (isMac ? `⌘⌥${letter}` : `Ctrl+Alt+${letter}`);

/** For aria-keyshortcuts. */
export const ariaShortcut = (letter: string, isMac: boolean): string => `${isMac ? "Meta" : "Control"}+Alt+${letter}`;
