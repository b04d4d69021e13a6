"use client";

import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { AnnotationCard } from "../margin/annotation-card.tsx";
import { DraftCard } from "../margin/draft-card.tsx";
import { groupAnnotations, inMarginOrder } from "../margin/group-annotations.ts";
import { Margin } from "../margin/margin.tsx";
import { useMargin } from "../margin/margin-context.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";

/**
 * The margin where there is no room beside the text: one annotation, or the list of all, over the lower part of the
 * screen. Not modal, because the text above stays to be read and picked from.
 */
export function AnnotationSheet({ text }: { text: RefObject<HTMLElement | null> }) {
  const { session, reading, drafting, goToPassage } = useMargin();
  const titleId = useId();
  const sheet = useRef<HTMLElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const [isListOpen, setListOpen] = useState(false);
  const { activeId, activeFrom, showResolved } = reading;
  const all = inMarginOrder(groupAnnotations(session.annotations, { showResolved, activeId, activeFrom }));
  const at = all.findIndex(({ annotation }) => annotation.id === activeId);
  const active = all[at] ?? null;
  const draft = drafting.draft && !drafting.draft.isSetAside ? drafting.draft : null;
  const isOpen = isListOpen || active !== null || draft !== null;

  // A pick, in the text or in the list, shows that one.
  useEffect(() => {
    if (activeId !== null || draft) setListOpen(false);
  }, [activeId, draft]);

  // Whoever types in the text keeps the focus there.
  const shown = isListOpen ? "list" : draft ? "draft" : activeId;
  useEffect(() => {
    const inUse = document.activeElement;
    const isTyping = inUse instanceof HTMLElement && inUse.isContentEditable;
    if (!shown || shown === "draft" || isTyping || sheet.current?.contains(inUse)) return;
    sheet.current?.focus({ preventScroll: true });
  }, [shown]);

  const close = (): void => {
    setListOpen(false);
    if (draft) drafting.close();
    reading.activate(null, "margin");
    if (active?.range) goToPassage(active);
    else requestAnimationFrame(() => opener.current?.focus({ preventScroll: true }));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    close();
  };

  // The text is to be seen while a passage is chosen in it.
  if (reading.placing !== null) return null;
  const listTitle = session.areAnnotationsLoaded ? `Annotations (${all.length})` : "Annotations";
  if (!isOpen) {
    return (
      <div data-chrome className="sheet-opener">
        <Button ref={opener} look="secondary" icon="comment" aria-haspopup="dialog" onClick={() => setListOpen(true)}>
          {listTitle}
        </Button>
      </div>
    );
  }
  const title = draft ? "New annotation" : isListOpen ? listTitle : `${at + 1} of ${all.length}`;
  return (
    <section
      ref={sheet}
      data-chrome
      role="dialog"
      aria-labelledby={titleId}
      tabIndex={-1}
      className="sheet"
      onKeyDown={onKeyDown}
    >
      <header className="sheet-head">
        <h2 id={titleId} className="mr-auto text-sm font-semibold">
          {!isListOpen && !draft && <span className="sr-only">Annotation </span>}
          {title}
        </h2>
        {!isListOpen && !draft && (
          <>
            <Step label="Previous annotation" id={all[at - 1]?.annotation.id} isBack />
            <Step label="Next annotation" id={all[at + 1]?.annotation.id} />
            <Button
              look="quiet"
              size="small"
              onClick={() => {
                reading.activate(null, "margin");
                setListOpen(true);
              }}
            >
              All
            </Button>
          </>
        )}
        <IconButton icon="close" label="Close" size="small" onClick={close} />
      </header>
      <div className="sheet-body">
        {draft ? (
          <DraftCard draft={draft} />
        ) : isListOpen ? (
          <Margin text={text} />
        ) : (
          active && <AnnotationCard key={active.annotation.id} view={active} isActive isTabStop />
        )}
      </div>
    </section>
  );
}

function Step({ label, id, isBack = false }: { label: string; id: string | undefined; isBack?: boolean }) {
  const { reading } = useMargin();
  return (
    <button
      type="button"
      className="button"
      data-look="quiet"
      data-size="small"
      data-shape="icon"
      aria-label={label}
      title={label}
      aria-disabled={id === undefined || undefined}
      onClick={() => id !== undefined && reading.activate(id, "margin")}
    >
      <Icon name="chevron-down" size={17} className={isBack ? "rotate-180" : ""} />
    </button>
  );
}
