"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { ReadingState } from "../editor/reading-state.ts";
import type { AnnotationView, BulletinSession } from "../sync/bulletin-session.ts";
import type { NewDrafting } from "./use-new-draft.ts";

/** What every part of the margin works with. */
export interface MarginTools {
  bulletinId: string;
  session: BulletinSession;
  reading: ReadingState;
  drafting: NewDrafting;
  /** In milliseconds; moves on by itself, so that "3 minutes ago" stays true. */
  now: number;
  /** The passages are not beside the cards, so cards quote them. */
  isSheet: boolean;
  /** Moves the focus from a card to its passage in the text. */
  goToPassage(view: AnnotationView): void;
}

const MarginContext = createContext<MarginTools | null>(null);

export function MarginProvider({ tools, children }: { tools: MarginTools; children: ReactNode }) {
  return <MarginContext value={tools}>{children}</MarginContext>;
}

export function useMargin(): MarginTools {
  const tools = useContext(MarginContext);
  if (!tools) throw new Error("useMargin is for what stands within a MarginProvider.");
  return tools;
}
