/** What the browser tells about its network and about leaving the page. */

export interface PageEvents {
  onOffline(): void;
  onOnline(): void;
  /** Whether leaving now would lose something, or leave it unsent. */
  isUnsaved(): boolean;
}

/** Returns what ends it. */
export function followPage({ onOffline, onOnline, isUnsaved }: PageEvents): () => void {
  const warn = (event: BeforeUnloadEvent): void => {
    if (isUnsaved()) event.preventDefault();
  };
  window.addEventListener("offline", onOffline);
  window.addEventListener("online", onOnline);
  window.addEventListener("beforeunload", warn);
  return () => {
    window.removeEventListener("offline", onOffline);
    window.removeEventListener("online", onOnline);
    window.removeEventListener("beforeunload", warn);
  };
}
