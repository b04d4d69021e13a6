"use client";

import { useEffect, useState } from "react";
import type { SavedState } from "../sync/bulletin-session.ts";
import { Icon } from "../ui/icon.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { callOutSaved, saySaved } from "./say-saved.ts";

/** Whether everything one did here is on the server's disk. */
export function SavedSign({ saved }: { saved: SavedState }) {
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
