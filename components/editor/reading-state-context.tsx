"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { AnnotationDraft, ReadingState } from "./reading-state.ts";

const Context = createContext<ReadingState | null>(null);

/** Holds what this screen shows: the picked annotation and the draft. Goes around text and margin. */
export function ReadingStateProvider({ children }: { children: ReactNode }) {
  const [active, setActive] = useState<Pick<ReadingState, "activeId" | "activeFrom">>({
    activeId: null,
    activeFrom: null,
  });
  const [draft, setDraft] = useState<AnnotationDraft | null>(null);
  const [placing, setPlacing] = useState<string | null>(null);
  const [showResolved, setShowResolved] = useState(false);
  const state = useMemo<ReadingState>(
    () => ({
      ...active,
      activate(id, from) {
        setActive({ activeId: id, activeFrom: id === null ? null : from });
        // Who turns to another annotation has given up on this one.
        setPlacing((before) => (before === id ? before : null));
      },
      draft,
      startDraft(next) {
        setActive({ activeId: null, activeFrom: null });
        setPlacing(null);
        setDraft(next);
      },
      endDraft: () => setDraft(null),
      placing,
      startPlacing: setPlacing,
      endPlacing: () => setPlacing(null),
      showResolved,
      setShowResolved,
    }),
    [active, draft, placing, showResolved],
  );
  return <Context value={state}>{children}</Context>;
}

export function useReadingState(): ReadingState {
  const state = useContext(Context);
  if (!state) throw new Error("useReadingState is for what stands within a ReadingStateProvider.");
  return state;
}
