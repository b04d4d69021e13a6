/** What the toaster shows. A store of its own, so that any code can call `showToast` without a provider around it. */

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "danger";
  action: { label: string; run: () => void } | null;
}

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Most at once: older ones make room. */
const TOASTS_MAX = 3;

/** Says one sentence at the screen's edge, with an Undo button when `undo` is given. Returns its id. */
export function showToast(text: string, options: { undo?: () => void; tone?: Toast["tone"] } = {}): number {
  const id = nextId++;
  const action = options.undo ? { label: "Undo", run: options.undo } : null;
  publish([...toasts, { id, text, tone: options.tone ?? "plain", action }].slice(-TOASTS_MAX));
  return id;
}

export function dismissToast(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const currentToasts = (): readonly Toast[] => toasts;

const NONE: readonly Toast[] = [];
export const noToasts = (): readonly Toast[] => NONE;
