"use client";

import { useEffect, useState } from "react";
import type { SavedState } from "../sync/bulletin-session.ts";
import { Icon } from "../ui/icon.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { callOutSaved, saySaved } from "./say-saved.ts";

/** So long all has to be saved until it is said: who types would see two signs for each key, in milliseconds. */
const CALM = 500;

/** "Saving" from the first key on until typing pauses; all else at once. */
function useCalm(saved: SavedState): SavedState {
  const [shown, setShown] = useState(saved);
  const isHeld = shown.state === "saving" && saved.state === "saved";
  useEffect(() => {
    if (!isHeld) return setShown(saved);
    const timer = setTimeout(() => setShown(saved), CALM);
    return () => clearTimeout(timer);
  }, [saved, isHeld]);
  return isHeld ? shown : saved;
}

/** Whether everything one did here is on the server's disk. */
export function SavedSign({ saved: newest }: { saved: SavedState }) {
  const saved = useCalm(newest);
  const [calledOut, setCalledOut] = useState("");
  useEffect(() => setCalledOut((before) => callOutSaved(before, saved)), [saved]);
  const isTrouble = saved.state === "offline" || saved.state === "closed";
  return (
    <>
      <p
        data-saved={saved.state}
        className={`flex min-w-0 items-center gap-1.5 text-xs leading-tight sm:text-sm sm:whitespace-nowrap ${isTrouble ? "font-medium text-warning" : "text-faint"}`}
      >
        {isTrouble ? (
          <Icon name="warning" size={16} />
        ) : saved.state === "saved" ? (
          <Icon name="check" size={16} />
        ) : (
          <Spinner size={14} />
        )}
        <span className={isTrouble ? "" : "max-md:sr-only"}>{saySaved(saved)}</span>
      </p>
      <span role="status" className="sr-only">
        {calledOut}
      </span>
    </>
  );
}
