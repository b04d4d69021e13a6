"use client";

import { type RefObject, useEffect, useState } from "react";

/** How far beyond the screen cards are drawn, in px. */
const MARGIN_AROUND = 1200;

/** In steps, so that scrolling rarely renders. */
const STEP = 400;

export interface NearPart {
  from: number;
  to: number;
  /** Where the screen begins. */
  top: number;
}

/** Which part of a long list is near the screen, in px from its top; null when all of it is to be drawn. */
export function useNearCards(list: RefObject<HTMLElement | null>, isLong: boolean): NearPart | null {
  const [near, setNear] = useState<NearPart | null>(null);
  useEffect(() => {
    if (!isLong) return setNear(null);
    let frame = 0;
    const look = (): void => {
      const top = Math.round(-(list.current?.getBoundingClientRect().top ?? 0) / STEP) * STEP;
      setNear((before) =>
        before?.top === top ? before : { from: top - MARGIN_AROUND, to: top + window.innerHeight + MARGIN_AROUND, top },
      );
    };
    const lookSoon = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    look();
    window.addEventListener("scroll", lookSoon, { passive: true });
    window.addEventListener("resize", lookSoon);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", lookSoon);
      window.removeEventListener("resize", lookSoon);
    };
  }, [isLong, list]);
  return isLong ? (near ?? { from: -Infinity, to: 0, top: 0 }) : null;
}
