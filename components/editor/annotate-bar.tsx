"use client";

import dynamic from "next/dynamic";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { KINDS } from "../margin/kinds.ts";
import type { BulletinSession } from "../sync/bulletin-session.ts";
import { Icon } from "../ui/icon.tsx";
import { type AnnotateAction, ariaShortcut, isMacPlatform, SHORTCUTS, shortcutLabel } from "./annotate-shortcuts.ts";
import { moveInToolbar } from "./toolbar-keys.ts";
import type { SelectionPlace } from "./use-selection-place.ts";

const TagPicker = dynamic(() => import("../margin/tag-picker.tsx").then((module) => module.TagPicker), { ssr: false });

/** Kept free at the window's edges, in px. */
const EDGE = 8;

interface Props {
  session: BulletinSession;
  place: SelectionPlace;
  onAction: (action: AnnotateAction) => void;
  onTag: (tagId: string) => void;
  isTagging: boolean;
  onTagging: (isTagging: boolean) => void;
  onClose: () => void;
}

/** What can be done with the selected words. Beside them; on a narrow screen at its lower edge, clear of the phone's menu. */
export function AnnotateBar({ session, place, onAction, onTag, isTagging, onTagging, onClose }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  const [shift, setShift] = useState(0);
  const isMac = isMacPlatform();

  // Not beyond the text's left edge, and within the window.
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what moves or widens it.
  useLayoutEffect(() => {
    const box = bar.current?.getBoundingClientRect();
    if (!box) return;
    const [left, right] = [box.left - shift, box.right - shift];
    const edge = Math.max(EDGE, bar.current?.parentElement?.getBoundingClientRect().left ?? 0);
    const over = right - document.documentElement.clientWidth + EDGE;
    setShift(left < edge ? edge - left : over > 0 ? -over : 0);
  }, [place, isTagging]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      if (isTagging) onTagging(false);
      onClose();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onClose, isTagging, onTagging]);

  useEffect(() => () => onTagging(false), [onTagging]);

  return (
    <div
      ref={bar}
      className="annotate-bar"
      data-above={place.isAbove || undefined}
      style={{ left: place.left + shift, top: place.top }}
    >
      {isTagging ? (
        <div className="annotate-bar-tags">
          <TagPicker session={session} onPick={onTag} onClose={onClose} />
        </div>
      ) : (
        <div
          role="toolbar"
          aria-label="Annotate the selection"
          className="annotate-bar-buttons"
          onKeyDown={moveInToolbar}
        >
          {SHORTCUTS.map(({ action, letter }, index) => (
            <button
              key={action}
              type="button"
              tabIndex={index === 0 ? 0 : -1}
              className="annotate-bar-button"
              data-kind={action === "tag" ? undefined : action}
              aria-keyshortcuts={ariaShortcut(letter, isMac)}
              title={`${labelOf(action)} (${shortcutLabel(letter, isMac)})`}
              // The press must not take the selection away.
              onPointerDown={(event) => event.preventDefault()}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onAction(action)}
            >
              <Icon name={action} />
              <span>{labelOf(action)}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

const labelOf = (action: AnnotateAction): string => (action === "tag" ? "Tag" : KINDS[action].label);
