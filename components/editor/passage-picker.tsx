"use client";

import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { type Annotation, visibleComments } from "../../domain/annotation/annotation.ts";
import { KINDS } from "../margin/kinds.ts";
import type { AnnotationView } from "../sync/bulletin-session.ts";
import { Icon } from "../ui/icon.tsx";
import { nextItem } from "../ui/menu-keys.ts";
import type { Place } from "./reading-keys.ts";

interface Props {
  place: Place;
  annotations: readonly AnnotationView[];
  root: RefObject<HTMLElement | null>;
  onPick: (id: string) => void;
  onClose: (isByKeyboard: boolean) => void;
}

/** Longest start of a quote, or of a comment, that still fits a line. */
const LINE = 60;

/** Room to the window's edges, and between a line of text and the menu, in px. */
const GAP = 8;
const LINE_HEIGHT = 28;

/** Items that Page Up and Page Down go over. */
const PAGE = 8;

/** Where several annotations overlap, or lie on a link: a menu of what is there, hundreds if need be. */
export function PassagePicker({ place, annotations, root, onPick, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<{ left: number; top: number } | null>(null);
  const views = useMemo(() => {
    const byId = new Map(annotations.map((view) => [view.annotation.id, view]));
    return place.ids.flatMap((id) => byId.get(id) ?? []);
  }, [place, annotations]);
  const count = views.length === 1 ? "1 annotation" : `${views.length} annotations`;

  useLayoutEffect(() => {
    const box = root.current?.getBoundingClientRect();
    if (!box || !menu.current) return;
    const { offsetWidth: width, offsetHeight: height } = menu.current;
    const left = Math.max(GAP, Math.min(place.left, document.documentElement.clientWidth - width - GAP));
    const above = place.bottom - LINE_HEIGHT - GAP - height;
    const isBelow = place.bottom + GAP + height <= window.innerHeight || above < GAP;
    setAt({ left: left - box.left, top: (isBelow ? place.bottom + GAP : above) - box.top });
  }, [place, root]);

  const isPlaced = at !== null;
  useEffect(() => {
    if (isPlaced)
      menu.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus({ preventScroll: !place.isKeyboard });
  }, [isPlaced, place]);

  useEffect(() => {
    const onDown = (event: PointerEvent): void => {
      if (event.target instanceof Node && !menu.current?.contains(event.target)) onClose(false);
    };
    window.addEventListener("pointerdown", onDown);
    return () => window.removeEventListener("pointerdown", onDown);
  }, [onClose]);

  return (
    <div ref={menu} className="passage-picker" style={at ?? { visibility: "hidden" }}>
      {/* Said by the menu's name. */}
      <p aria-hidden="true" className="passage-picker-head">
        {count} here
      </p>
      <div
        role="menu"
        tabIndex={0}
        aria-label={`What lies here: ${count}`}
        className="passage-picker-list"
        onKeyDown={(event) => {
          if (event.key === "Escape" || event.key === "Tab") {
            event.preventDefault();
            return onClose(true);
          }
          const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
          const focused = document.activeElement;
          const target = itemByKey(items, focused instanceof HTMLElement ? focused : null, event.key);
          if (!target) return;
          event.preventDefault();
          target.focus();
        }}
      >
        {views.map(({ annotation }) => (
          <button
            key={annotation.id}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className="passage-picker-item"
            data-kind={annotation.kind}
            onClick={() => onPick(annotation.id)}
          >
            <Icon name={annotation.kind} className="passage-picker-sign" />
            <span className="passage-picker-who">
              {KINDS[annotation.kind].label}, {annotation.author.name}
              {annotation.resolved && " (resolved)"}
            </span>
            <span className="passage-picker-quote">“{startOf(annotation.anchor?.quote ?? "")}”</span>
            <FirstWords annotation={annotation} />
          </button>
        ))}
        {place.href && (
          <a
            role="menuitem"
            tabIndex={-1}
            className="passage-picker-item"
            href={place.href}
            target="_blank"
            rel="noopener noreferrer"
          >
            <Icon name="link" className="passage-picker-sign" />
            <span className="passage-picker-who">Open the link</span>
            <span className="passage-picker-quote">{place.href}</span>
          </a>
        )}
      </div>
    </div>
  );
}

/** Of overlapping passages the quotes often begin alike; what was said of them does not. */
function FirstWords({ annotation }: { annotation: Annotation }) {
  const [first] = visibleComments(annotation);
  return first ? <span className="passage-picker-words">{startOf(first.text)}</span> : null;
}

function itemByKey(items: HTMLElement[], current: HTMLElement | null, key: string): HTMLElement | null {
  const step = key === "PageDown" ? PAGE : key === "PageUp" ? -PAGE : 0;
  if (step === 0) return nextItem(items, current, key);
  const at = current === null ? 0 : items.indexOf(current);
  return items[Math.min(items.length - 1, Math.max(0, at + step))] ?? null;
}

function startOf(words: string): string {
  const line = words.replaceAll(/\s+/g, " ");
  return line.length <= LINE ? line : `${line.slice(0, LINE).trimEnd()}…`;
}
