"use client";

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { ReadingState } from "../editor/reading-state.ts";
import type { BulletinSession } from "../sync/bulletin-session.ts";
import { newId } from "../sync/uuid.ts";
import { draftStorage, readDraft, writeDraft } from "./draft-store.ts";
import { focusCardIfLost, focusText } from "./move-focus.ts";
import { hasContent, type NewDraft, onText, onWhole, parseNewDraft } from "./new-draft.ts";

export interface NewDrafting {
  /** The one that is open or set aside. */
  draft: NewDraft | null;
  change(part: Partial<Pick<NewDraft, "kind" | "words" | "tags">>): void;
  /** With the words given here, if any, after those of a draft that there is already. */
  startOnWhole(words?: string): void;
  /** Closes the form; with content the draft is set aside, to be gone on with. */
  close(): void;
  resume(): void;
  discard(): void;
  post(): void;
}

/**
 * The one new annotation that a person can be writing, kept in the browser at every keystroke. The passage comes from
 * the reading state (the selection's menu starts it); words of a draft that was set aside go along to a new passage.
 */
export function useNewDraft(bulletinId: string, session: BulletinSession, reading: ReadingState): NewDrafting {
  const person = session.me.id;
  const [draft, setDraft] = useState<NewDraft | null>(null);
  const { plain, isLoaded } = session.text;
  const isRestored = useRef(false);

  const keep = useCallback(
    (next: NewDraft | null) => {
      setDraft(next);
      const words = next && hasContent(next) ? JSON.stringify(next) : "";
      writeDraft(draftStorage(), { person, bulletin: bulletinId, subject: "new" }, words);
    },
    [person, bulletinId],
  );

  // Once, when the text is there: the passage has to be checked against it.
  useEffect(() => {
    if (!isLoaded || isRestored.current) return;
    isRestored.current = true;
    const kept = parseNewDraft(readDraft(draftStorage(), { person, bulletin: bulletinId, subject: "new" }));
    if (!kept || reading.draft) return;
    const restored = onText(kept, plain);
    keep(restored);
    if (!restored.isSetAside && restored.anchor && restored.range) {
      reading.startDraft({ kind: restored.kind, anchor: restored.anchor, range: restored.range });
    }
  }, [isLoaded, plain, person, bulletinId, reading, keep]);

  // The selection's menu started one.
  const started = reading.draft;
  const taken = useRef<typeof started>(null);
  useLayoutEffect(() => {
    if (started === taken.current) return;
    taken.current = started;
    if (!started || draft?.anchor === started.anchor) return;
    const { kind, anchor, range } = started;
    keep({ kind, anchor, range, words: draft?.words ?? "", tags: draft?.tags ?? [], isSetAside: false });
  }, [started, draft, keep]);

  // Its card has the focus when it is there; it is drawn as soon as the outbox has it.
  const posted = useRef<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list may hold the new card.
  useEffect(() => {
    if (posted.current && focusCardIfLost(posted.current)) posted.current = null;
  }, [session.annotations]);

  const end = (): void => {
    if (reading.draft) reading.endDraft();
  };

  const actions: Omit<NewDrafting, "draft"> = {
    change(part) {
      if (draft) keep({ ...draft, ...part });
    },
    startOnWhole(words) {
      end();
      keep(onWhole(draft, words));
    },
    close() {
      keep(draft && hasContent(draft) ? { ...draft, isSetAside: true } : null);
      end();
      focusText();
    },
    resume() {
      if (!draft) return;
      const resumed = onText({ ...draft, isSetAside: false }, plain);
      keep(resumed);
      const { kind, anchor, range } = resumed;
      if (anchor && range) reading.startDraft({ kind, anchor, range });
    },
    discard() {
      keep(null);
      end();
    },
    post() {
      if (!draft) return;
      const annotation = newId();
      const text = draft.words.trim();
      const comment = text === "" ? null : { id: newId(), text };
      const { kind, anchor, tags } = draft;
      // Refused words come back in `session.refused`.
      void session.send({ name: "create-annotation", annotation, kind, anchor, comment, tags });
      keep(null);
      end();
      reading.activate(annotation, "margin");
      posted.current = annotation;
    },
  };
  // The same ones while the draft is: the margin is drawn with them.
  const latest = useRef(actions);
  latest.current = actions;
  return useMemo(
    () => ({
      draft,
      change: (part) => latest.current.change(part),
      startOnWhole: (words) => latest.current.startOnWhole(words),
      close: () => latest.current.close(),
      resume: () => latest.current.resume(),
      discard: () => latest.current.discard(),
      post: () => latest.current.post(),
    }),
    [draft],
  );
}
