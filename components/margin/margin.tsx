"use client";

import { memo, type RefObject, useMemo } from "react";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { DraftCard } from "./draft-card.tsx";
import { groupAnnotations, inMarginOrder } from "./group-annotations.ts";
import { useMargin } from "./margin-context.tsx";
import { MarginEmpty } from "./margin-empty.tsx";
import { MarginSection } from "./margin-section.tsx";
import { PlacedCards } from "./placed-cards.tsx";
import { RefusedChanges } from "./refused-changes.tsx";
import { SetAsideDraft } from "./set-aside-draft.tsx";
import "./margin.css";

/** While the text is on its way nothing has a place in it. */
const NONE: readonly AnnotationView[] = [];

/** All annotations: what has no place in the text first, then the cards beside their passages. */
export const Margin = memo(function Margin({ text }: { text: RefObject<HTMLElement | null> }) {
  const { session, reading, drafting, isSheet } = useMargin();
  const { showResolved, activeId, activeFrom } = reading;
  const groups = useMemo(
    () => groupAnnotations(session.annotations, { showResolved, activeId, activeFrom }),
    [session.annotations, showResolved, activeId, activeFrom],
  );
  const all = inMarginOrder(groups);
  const tabStop = all.some(({ annotation }) => annotation.id === activeId) ? activeId : (all[0]?.annotation.id ?? null);
  const { draft } = drafting;
  const isDraftOnWhole = draft !== null && draft.anchor === null && !draft.isSetAside;
  const isEmpty = all.length === 0 && (draft === null || draft.isSetAside);
  return (
    <div className="margin" data-sheet={isSheet || undefined}>
      {!isSheet && <RefusedChanges />}
      <SetAsideDraft />
      {isEmpty && <MarginEmpty hidden={groups.hidden} />}
      <MarginSection title="On the whole bulletin" views={groups.whole} tabStop={tabStop} isOpen>
        {isDraftOnWhole && <DraftCard draft={draft} />}
      </MarginSection>
      <MarginSection
        title="Uncertain"
        why="The text changed, and where these belong can't be told for sure."
        views={groups.uncertain}
        tabStop={tabStop}
      />
      <MarginSection
        title="Detached"
        why="The words these were about are no longer in the text."
        views={groups.detached}
        tabStop={tabStop}
      />
      <MarginSection
        title="Being placed"
        why="Waiting for the text they were made on."
        views={session.text.isLoaded ? groups.placing : NONE}
        tabStop={tabStop}
        isOpen
      />
      {isSheet ? (
        <MarginSection title="In the text" views={groups.placed} tabStop={tabStop} isOpen>
          {draft?.anchor && !draft.isSetAside && <DraftCard draft={draft} />}
        </MarginSection>
      ) : (
        <PlacedCards views={groups.placed} text={text} tabStop={tabStop} />
      )}
    </div>
  );
});
