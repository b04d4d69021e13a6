"use client";

import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { Icon } from "../ui/icon.tsx";
import { AnnotationCard } from "./annotation-card.tsx";
import { DraftCard } from "./draft-card.tsx";
import { useMargin } from "./margin-context.tsx";
import { DRAFT, useCardPlaces } from "./use-card-places.ts";

/** Up to here every card is in the page; beyond it only those near the screen. */
const ALL_AT_ONCE = 150;

/** How far beyond the screen cards are drawn, in px. */
const MARGIN_AROUND = 1200;

interface Props {
  views: readonly AnnotationView[];
  text: RefObject<HTMLElement | null>;
  tabStop: string | null;
}

/** The cards beside their passages. */
export function PlacedCards({ views, text, tabStop }: Props) {
  const { session, reading, drafting } = useMargin();
  const list = useRef<HTMLOListElement>(null);
  const draft = drafting.draft?.anchor && !drafting.draft.isSetAside ? drafting.draft : null;
  const draftAt = draft?.range?.start ?? null;
  const ids = useMemo(() => withDraft(views, draftAt), [views, draftAt]);
  const active = draft ? DRAFT : reading.activeId;
  const { places, height, hidden, watch } = useCardPlaces(ids, active, list, text, session.annotations);
  const near = useNearScreen(list, ids.length > ALL_AT_ONCE);
  const byId = useMemo(() => new Map(views.map((view) => [view.annotation.id, view])), [views]);

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
        {ids.map((id, index) => {
          const top = places.get(id);
          const isActive = id === active;
          if (near && !isActive && id !== tabStop && (top === undefined || top < near.from || top > near.to))
            return null;
          const view = byId.get(id);
          return (
            <li
              key={id}
              data-place={id}
              ref={(element) => {
                watch(id, element);
              }}
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
              {view && <AnnotationCard view={view} isActive={isActive} isTabStop={id === tabStop} />}
            </li>
          );
        })}
      </ol>
    </>
  );
}

function withDraft(views: readonly AnnotationView[], draftAt: number | null): string[] {
  const ids = views.map(({ annotation }) => annotation.id);
  if (draftAt === null) return ids;
  const after = views.findIndex(({ range }) => range !== null && range.start > draftAt);
  return ids.toSpliced(after === -1 ? ids.length : after, 0, DRAFT);
}

/** Which part of a long list is near the screen, in px from its top; null when all of it is to be drawn. */
function useNearScreen(list: RefObject<HTMLElement | null>, isLong: boolean): { from: number; to: number } | null {
  const [near, setNear] = useState<{ from: number; to: number } | null>(null);
  useEffect(() => {
    if (!isLong) return setNear(null);
    let frame = 0;
    const look = (): void => {
      const top = list.current?.getBoundingClientRect().top ?? 0;
      // In steps, so that scrolling rarely renders.
      const at = Math.round(-top / 400) * 400;
      setNear((before) => {
        const from = at - MARGIN_AROUND;
        return before?.from === from ? before : { from, to: at + window.innerHeight + MARGIN_AROUND };
      });
    };
    const lookSoon = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    look();
    window.addEventListener("scroll", lookSoon, { passive: true });
    window.addEventListener("resize", lookSoon);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", lookSoon);
      window.removeEventListener("resize", lookSoon);
    };
  }, [isLong, list]);
  return isLong ? (near ?? { from: -Infinity, to: 0 }) : null;
}
