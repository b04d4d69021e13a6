"use client";

import { type RefObject, useEffect, useState } from "react";

/** How far beyond the screen cards are drawn, in px. */
const MARGIN_AROUND = 800;

/** In steps, so that scrolling rarely renders. */
const STEP = 400;

/** After so long without scrolling, in ms, cards of a crowd are laid out for what the screen shows. */
const REST_MS = 150;

export interface NearPart {
  from: number;
  to: number;
}

/**
 * Which part of a long list is near the screen, in px from its top (null: all of it is to be drawn), and where the screen
 * began when it last stood still.
 */
export function useNearCards(
  list: RefObject<HTMLElement | null>,
  isLong: boolean,
): { near: NearPart | null; screenTop: number } {
  const [near, setNear] = useState<NearPart | null>(null);
  const [screenTop, setScreenTop] = useState(0);
  useEffect(() => {
    if (!isLong) return setNear(null);
    let frame = 0;
    let rest = 0;
    const topOfScreen = (): number => Math.round(-(list.current?.getBoundingClientRect().top ?? 0) / STEP) * STEP;
    const look = (): void => {
      const top = topOfScreen();
      const from = top - MARGIN_AROUND;
      setNear((before) => (before?.from === from ? before : { from, to: top + window.innerHeight + MARGIN_AROUND }));
    };
    const lookSoon = (): void => {
      cancelAnimationFrame(frame);
      clearTimeout(rest);
      frame = requestAnimationFrame(look);
      rest = window.setTimeout(() => setScreenTop(topOfScreen()), REST_MS);
    };
    look();
    setScreenTop(topOfScreen());
    window.addEventListener("scroll", lookSoon, { passive: true });
    window.addEventListener("resize", lookSoon);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(rest);
      window.removeEventListener("scroll", lookSoon);
      window.removeEventListener("resize", lookSoon);
    };
  }, [isLong, list]);
  return { near: isLong ? (near ?? { from: -Infinity, to: 0 }) : null, screenTop };
}
