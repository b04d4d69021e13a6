/** What the browser tells about its network and about leaving the page. */

export interface PageEvents {
  onOffline(): void;
  onOnline(): void;
  /** Whether leaving now would lose something. */
  wouldLose(): boolean;
  /** It is left, or about to be put aside by the browser. */
  onLeft(): void;
}

/** Returns what ends it. */
export function followPage({ onOffline, onOnline, wouldLose, onLeft }: PageEvents): () => void {
  const warn = (event: BeforeUnloadEvent): void => {
    if (wouldLose()) event.preventDefault();
  };
  window.addEventListener("offline", onOffline);
  window.addEventListener("online", onOnline);
  window.addEventListener("beforeunload", warn);
  window.addEventListener("pagehide", onLeft);
  return () => {
    window.removeEventListener("offline", onOffline);
    window.removeEventListener("online", onOnline);
    window.removeEventListener("beforeunload", warn);
    window.removeEventListener("pagehide", onLeft);
  };
}
