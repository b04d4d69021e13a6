"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import type { BulletinSession } from "./bulletin-session.ts";
import { type SessionProps, SessionStore } from "./session-store.ts";

/** Opens a bulletin for reading and annotating while the component is shown. Key the component by the bulletin's id. */
export function useBulletinSession({ bulletinId, workspaceId, me }: SessionProps): BulletinSession {
  const [store] = useState(() => new SessionStore({ bulletinId, workspaceId, me }));
  useEffect(() => {
    store.open();
    return () => void store.close();
  }, [store]);
  return useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot);
}
