"use client";

import { useEffect, useState } from "react";

/** How often relative times are said anew, in ms: they count in minutes. */
const STEP_MS = 30_000;

/** The present moment in ms, moving on by itself. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
