/**
 * Tabs of one person with one bulletin share what is kept; they tell each other only that it has changed, and read it
 * anew. No locks: those exist on HTTPS alone, and nothing here needs them, for what two tabs send twice counts once.
 */

export interface TabHints {
  /** Tells the other tabs. */
  changed(): void;
  close(): void;
}

const SILENT: TabHints = { changed() {}, close() {} };

export function openTabHints(person: string, bulletin: string, onChanged: () => void): TabHints {
  if (typeof BroadcastChannel === "undefined") return SILENT;
  const channel = new BroadcastChannel(`glossa-outbox:${person}:${bulletin}`);
  channel.onmessage = onChanged;
  return { changed: () => channel.postMessage(null), close: () => channel.close() };
}
