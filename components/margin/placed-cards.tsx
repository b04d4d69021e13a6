"use client";

import { type RefObject, useMemo, useRef } from "react";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { Icon } from "../ui/icon.tsx";
import { AnnotationCard } from "./annotation-card.tsx";
import { DraftCard } from "./draft-card.tsx";
import { MarginProvider, useMargin } from "./margin-context.tsx";
import { useCalmTools, useCalmViews } from "./use-calm-tools.ts";
import { DRAFT, useCardPlaces } from "./use-card-places.ts";
import { useNearCards } from "./use-near-cards.ts";

/** Up to here every card is in the page; beyond it only those near the screen. */
const ALL_AT_ONCE = 150;

interface Props {
  views: readonly AnnotationView[];
  text: RefObject<HTMLElement | null>;
  tabStop: string | null;
}

/** The cards beside their passages. */
export function PlacedCards({ views, text, tabStop }: Props) {
  const tools = useMargin();
  const { reading, drafting } = tools;
  const list = useRef<HTMLOListElement>(null);
  const draft = drafting.draft?.anchor && !drafting.draft.isSetAside ? drafting.draft : null;
  const draftAt = draft?.range?.start ?? null;
  const draftIndex = draftAt === null ? -1 : indexOfDraft(views, draftAt);
  const ids = useSameList(useMemo(() => withDraft(views.map(idOf), draftIndex, DRAFT), [views, draftIndex]));
  const starts = useMemo(() => withDraft(views.map(startOf), draftIndex, draftAt ?? 0), [views, draftIndex, draftAt]);
  const viewAt = (index: number): AnnotationView | undefined =>
    index === draftIndex ? undefined : views[draftIndex !== -1 && index > draftIndex ? index - 1 : index];
  const activeId = draft ? DRAFT : reading.activeId;
  const { near, screenTop } = useNearCards(list, ids.length > ALL_AT_ONCE);
  const { places, height, hidden, watch } = useCardPlaces({ ids, starts, activeId, screenTop }, list, text);
  const shown = useMemo(
    () =>
      ids.flatMap((id, index) => {
        const top = places.get(id);
        const isNear = top !== undefined && (!near || (top >= near.from && top <= near.to && top < height));
        return !near || isNear || id === activeId || id === tabStop ? [{ id, index, top }] : [];
      }),
    [ids, places, height, near, activeId, tabStop],
  );
  const calmView = useCalmViews();
  const calm = useCalmTools(
    tools,
    shown.some(({ index }) => viewAt(index)?.pending),
  );

  const lastHidden = hidden > 0 ? ids[hidden - 1] : undefined;

  return (
    <>
      {lastHidden !== undefined && (
        <button type="button" className="placed-cards-more" onClick={() => reading.activate(lastHidden, "margin")}>
          <Icon name="chevron-down" size={14} className="rotate-180" />
          {hidden} more above
        </button>
      )}
      <ol
        ref={list}
        className="placed-cards"
        aria-label="Beside the text"
        style={{ height }}
        data-ready={places.size > 0 || undefined}
      >
        {shown.map(({ id, index, top }) => {
          const view = viewAt(index);
          const isActive = id === activeId;
          return (
            <li
              key={id}
              data-place={id}
              ref={watch(id)}
              className="placed-card"
              data-active={isActive || undefined}
              style={{
                transform: `translateY(${top ?? 0}px)`,
                // Not `visibility`: a form that is not placed yet could not take the focus.
                opacity: top === undefined ? 0 : undefined,
                visibility: index < hidden ? "hidden" : undefined,
              }}
            >
              {id === DRAFT && draft && <DraftCard draft={draft} />}
              {view && (
                <MarginProvider tools={isActive ? tools : calm}>
                  <AnnotationCard
                    view={isActive ? view : calmView(view)}
                    isActive={isActive}
                    isTabStop={id === tabStop}
                  />
                </MarginProvider>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}

const idOf = ({ annotation }: AnnotationView): string => annotation.id;
const startOf = ({ range }: AnnotationView): number => range?.start ?? 0;

/** A draft comes behind those that begin where it does. */
function indexOfDraft(views: readonly AnnotationView[], draftAt: number): number {
  const after = views.findIndex(({ range }) => range !== null && range.start > draftAt);
  return after === -1 ? views.length : after;
}

const withDraft = <T,>(all: T[], index: number, draft: T): T[] => (index === -1 ? all : all.toSpliced(index, 0, draft));

/** The list from before while it holds the same. */
function useSameList<T>(list: readonly T[]): readonly T[] {
  const kept = useRef(list);
  const isSame = kept.current.length === list.length && list.every((each, index) => each === kept.current[index]);
  if (!isSame) kept.current = list;
  return kept.current;
}
