"use client";

import { useMemo, useRef } from "react";
import type { BulletinSession } from "../sync/bulletin-session.ts";

/**
 * The session for editor and margin: the same object while nothing changes that they draw. With each key what is saved is
 * told twice, and only the cards of what waits for the server say it too.
 */
export function useSteadySession(session: BulletinSession): BulletinSession {
  const { annotations } = session;
  const isWaiting = useMemo(() => annotations.some(({ pending }) => pending), [annotations]);
  const held = useRef(session);
  const keys = Object.keys(session) as (keyof BulletinSession)[];
  const drawn = keys.filter((key) => key !== "present" && (key !== "saved" || isWaiting));
  if (drawn.some((key) => held.current[key] !== session[key])) held.current = session;
  return held.current;
}
