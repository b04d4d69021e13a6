"use client";

import { type ReactNode, useEffect, useId, useState } from "react";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { Icon } from "../ui/icon.tsx";
import { AnnotationCard } from "./annotation-card.tsx";
import { MarginProvider, useMargin } from "./margin-context.tsx";
import { useCalmTools } from "./use-calm-tools.ts";

/** Cards of a section that are drawn until one asks for more: hundreds take seconds. */
const SHOWN_AT_ONCE = 100;

interface Props {
  title: string;
  /** One sentence on why these are not beside the text. */
  why?: string;
  views: readonly AnnotationView[];
  tabStop: string | null;
  isOpen?: boolean;
  /** Stands before the cards. */
  children?: ReactNode;
}

/** Annotations without a place beside the text. It opens by itself when the active one is in it. */
export function MarginSection({ title, why, views, tabStop, isOpen: startsOpen = false, children }: Props) {
  const id = useId();
  const tools = useMargin();
  const { reading } = tools;
  const calm = useCalmTools(
    tools,
    views.some(({ pending }) => pending),
  );
  const [isOpen, setOpen] = useState(startsOpen);
  const holdsActive = views.some(({ annotation }) => annotation.id === reading.activeId);
  const { activeId, activeFrom } = reading;
  useEffect(() => {
    if (!holdsActive || activeId === null) return;
    setOpen(true);
    if (activeFrom === "margin") return;
    const frame = requestAnimationFrame(() => {
      document.querySelector(`[data-card="${CSS.escape(activeId)}"]`)?.scrollIntoView({ block: "nearest" });
    });
    return () => cancelAnimationFrame(frame);
  }, [holdsActive, activeId, activeFrom]);
  const [most, setMost] = useState(SHOWN_AT_ONCE);
  if (views.length === 0 && !children) return null;
  const shown = isOpen || Boolean(children);
  const some = views.filter(
    ({ annotation }, index) => index < most || annotation.id === activeId || annotation.id === tabStop,
  );
  const left = views.length - Math.min(views.length, most);
  return (
    <section aria-labelledby={id} className="grid gap-2.5">
      <h3 id={id} className="text-xs font-semibold text-soft">
        <button
          type="button"
          aria-expanded={shown}
          onClick={() => setOpen(!isOpen)}
          className="-ml-1 flex min-h-6 items-center gap-1 rounded-sm pr-2 hover:text-ink"
        >
          <Icon name={shown ? "chevron-down" : "chevron-right"} size={15} />
          {title}
          {views.length > 0 && <span className="font-normal text-faint"> {views.length}</span>}
        </button>
      </h3>
      {shown && (
        <>
          {why && <p className="-mt-1.5 text-xs text-faint">{why}</p>}
          {children}
          {views.length > 0 && (
            <ol className="grid gap-2.5">
              {some.map((view) => (
                <li key={view.annotation.id}>
                  <MarginProvider tools={view.annotation.id === reading.activeId ? tools : calm}>
                    <AnnotationCard
                      view={view}
                      isActive={view.annotation.id === reading.activeId}
                      isTabStop={view.annotation.id === tabStop}
                    />
                  </MarginProvider>
                </li>
              ))}
            </ol>
          )}
          {left > 0 && (
            <button
              type="button"
              onClick={() => setMost(most + SHOWN_AT_ONCE)}
              className="min-h-8 justify-self-start rounded-sm px-1 text-xs font-medium text-soft hover:text-ink"
            >
              Show {Math.min(left, SHOWN_AT_ONCE)} more of {left}
            </button>
          )}
        </>
      )}
    </section>
  );
}
