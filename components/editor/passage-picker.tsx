"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
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

/** Longest start of a quote that still fits a line. */
const QUOTE_START = 60;

/** Where several annotations overlap, or lie on a link: a menu of what is there. */
export function PassagePicker({ place, annotations, root, onPick, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<{ left: number; top: number } | null>(null);
  const views = place.ids.flatMap((id) => annotations.find(({ annotation }) => annotation.id === id) ?? []);

  useLayoutEffect(() => {
    const box = root.current?.getBoundingClientRect();
    const width = menu.current?.offsetWidth ?? 0;
    if (!box) return;
    const left = Math.max(8, Math.min(place.left, document.documentElement.clientWidth - width - 8));
    setAt({ left: left - box.left, top: place.bottom - box.top + 6 });
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
    <div
      ref={menu}
      role="menu"
      tabIndex={-1}
      aria-label="What lies here"
      className="passage-picker"
      style={at ?? { visibility: "hidden" }}
      onKeyDown={(event) => {
        if (event.key === "Escape" || event.key === "Tab") {
          event.preventDefault();
          return onClose(true);
        }
        const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
        const focused = document.activeElement;
        const target = nextItem(items, focused instanceof HTMLElement ? focused : null, event.key);
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
          <span className="passage-picker-quote">{startOf(annotation.anchor?.quote ?? "")}</span>
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
  );
}

function startOf(quote: string): string {
  const line = quote.replaceAll(/\s+/g, " ");
  return line.length <= QUOTE_START ? `“${line}”` : `“${line.slice(0, QUOTE_START).trimEnd()}…”`;
}
