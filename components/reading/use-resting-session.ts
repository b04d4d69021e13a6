"use client";

import { useEffect, useRef, useState } from "react";
import type { AnnotationView, BulletinSession } from "../sync/bulletin-session.ts";

/** From how many annotations on what follows the text waits for a pause in typing. */
const CROWD = 500;

/** How long a pause is, and the longest that the margin waits for one, in ms. */
const PAUSE_MS = 300;
const LONGEST_MS = 2_500;

type Held = Pick<BulletinSession, "annotations" | "text">;

/**
 * The session as editor and margin draw it. With each key every passage behind it moves, and thousands are not to be
 * grouped, counted and compared for that: the editor moves its highlights by itself. So in a crowd, while nothing but
 * places has changed, text and annotations stay together as they were until typing pauses.
 */
export function useRestingSession(session: BulletinSession): BulletinSession {
  const held = useRef<Held>(session);
  const since = useRef<number | null>(null);
  const [, rest] = useState(0);
  const isHeld =
    held.current.text !== session.text &&
    held.current.text.doc === session.text.doc &&
    held.current.text.isLoaded &&
    session.annotations.length > CROWD &&
    haveOnlyMoved(held.current.annotations, session.annotations);
  if (!isHeld) {
    held.current = session;
    since.current = null;
  }
  const latest = useRef(session);
  latest.current = session;

  const { text } = session;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the text is a key.
  useEffect(() => {
    if (!isHeld) return;
    since.current ??= performance.now();
    const left = since.current + LONGEST_MS - performance.now();
    const timer = setTimeout(
      () => {
        held.current = latest.current;
        since.current = null;
        rest((times) => times + 1);
      },
      Math.max(0, Math.min(PAUSE_MS, left)),
    );
    return () => clearTimeout(timer);
  }, [isHeld, text]);

  return isHeld ? { ...session, annotations: held.current.annotations, text: held.current.text } : session;
}

/** Whether the same annotations, in the same order, lie elsewhere at most. */
export function haveOnlyMoved(before: readonly AnnotationView[], after: readonly AnnotationView[]): boolean {
  if (before === after) return true;
  if (before.length !== after.length) return false;
  return before.every((a, index) => {
    const b = after[index] as AnnotationView;
    const isSame = a.annotation === b.annotation && a.pending === b.pending;
    return isSame && (a.range === null) === (b.range === null);
  });
}
