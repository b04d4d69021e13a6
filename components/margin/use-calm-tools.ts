"use client";

import { useMemo, useRef } from "react";
import type { AnnotationView, BulletinSession } from "../sync/bulletin-session.ts";
import type { MarginTools } from "./margin-context.tsx";

/**
 * The margin's tools for cards that are not open, the same object until something changes that such a card draws. With
 * each key typed in the text the session is another one, and dozens of cards would be drawn anew for nothing. What is
 * asked for when something is done (the text, the annotations) is the newest all the same.
 */
export function useCalmTools(tools: MarginTools, isPending: boolean): MarginTools {
  const latest = useRef(tools);
  latest.current = tools;
  const { bulletinId, session, reading, now, isSheet } = tools;
  const { me, tags } = session;
  const { draft } = tools.drafting;
  // Only a pending card says how far it is saved.
  const saved = isPending ? session.saved : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: they say what a card draws.
  return useMemo(() => {
    const calm: BulletinSession = {
      ...latest.current.session,
      get text() {
        return latest.current.session.text;
      },
      get annotations() {
        return latest.current.session.annotations;
      },
    };
    return {
      bulletinId,
      session: calm,
      reading,
      get drafting() {
        return latest.current.drafting;
      },
      now,
      isSheet,
      goToPassage: (view: AnnotationView) => latest.current.goToPassage(view),
    };
  }, [bulletinId, me, tags, saved, reading, draft, now, isSheet]);
}

/** The views of cards that are not open: another place in the text alone is no reason to draw one anew. */
export function useCalmViews(): (view: AnnotationView) => AnnotationView {
  const known = useRef(new Map<string, AnnotationView>());
  return (view) => {
    const { id } = view.annotation;
    const before = known.current.get(id);
    if (before && before.annotation === view.annotation && before.pending === view.pending) return before;
    known.current.set(id, view);
    return view;
  };
}
