"use client";

import { useCallback, useState } from "react";
import { type DraftSubject, draftStorage, readDraft, writeDraft } from "./draft-store.ts";
import { useMargin } from "./margin-context.tsx";

/** Words that survive a reload, for one subject. `start` is what stands there when nothing was kept. */
export function useDraftWords(subject: DraftSubject, start = "") {
  const { bulletinId, session } = useMargin();
  const key = { person: session.me.id, bulletin: bulletinId, subject };
  const [words, setWords] = useState(() => readDraft(draftStorage(), key) || start);
  const { person, bulletin } = key;
  const change = useCallback(
    (next: string) => {
      setWords(next);
      writeDraft(draftStorage(), { person, bulletin, subject }, next === start ? "" : next);
    },
    [person, bulletin, subject, start],
  );
  const forget = useCallback(() => {
    setWords("");
    writeDraft(draftStorage(), { person, bulletin, subject }, "");
  }, [person, bulletin, subject]);
  return { words, change, forget };
}
