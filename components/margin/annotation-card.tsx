"use client";

import { type KeyboardEvent, type MouseEvent, memo } from "react";
import { type Annotation, visibleComments } from "../../domain/annotation/annotation.ts";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { CardBody } from "./card-body.tsx";
import { CardHead } from "./card-head.tsx";
import { CardSummary } from "./card-summary.tsx";
import { KINDS } from "./kinds.ts";
import { useMargin } from "./margin-context.tsx";

interface Props {
  view: AnnotationView;
  isActive: boolean;
  /** The one card that Tab reaches; arrows lead to the others. */
  isTabStop: boolean;
}

/** An annotation in the margin: a summary, or with its thread and tools when it is the active one. */
export const AnnotationCard = memo(function AnnotationCard({ view, isActive, isTabStop }: Props) {
  const { session, reading, goToPassage } = useMargin();
  const { annotation, pending } = view;

  const onClick = (event: MouseEvent): void => {
    if (isActive || isOnControl(event.target) || window.getSelection()?.isCollapsed === false) return;
    reading.activate(annotation.id, "margin");
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !isActive || event.defaultPrevented) return;
    event.preventDefault();
    const opener = event.currentTarget.querySelector<HTMLElement>("[data-card-opener]");
    // From within to the card itself; from the card to the text.
    if (document.activeElement !== opener) opener?.focus();
    else goToPassage(view);
  };

  return (
    // The head's button does by keyboard what a click does.
    <article
      data-card={annotation.id}
      data-kind={annotation.kind}
      data-active={isActive || undefined}
      data-pending={pending ? session.saved.state : undefined}
      data-resolved={annotation.resolved ? "" : undefined}
      aria-label={nameOf(annotation)}
      aria-current={isActive || undefined}
      className="annotation-card"
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <CardHead view={view} isActive={isActive} isTabStop={isTabStop} />
      {isActive ? <CardBody view={view} /> : <CardSummary view={view} />}
    </article>
  );
});

function nameOf(annotation: Annotation): string {
  const replies = visibleComments(annotation).length;
  const count = replies === 0 ? "" : `, ${replies} ${replies === 1 ? "comment" : "comments"}`;
  return `${KINDS[annotation.kind].label} by ${annotation.author.name}${count}${annotation.resolved ? ", resolved" : ""}`;
}

const isOnControl = (target: EventTarget): boolean =>
  target instanceof Element && target.closest("button, a, input, textarea, [role=menu]") !== null;
