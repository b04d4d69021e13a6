"use client";

import dynamic from "next/dynamic";
import { useEffect } from "react";
import { KINDS } from "../margin/kinds.ts";
import type { BulletinSession } from "../sync/bulletin-session.ts";
import { Icon } from "../ui/icon.tsx";
import { type AnnotateAction, ariaShortcut, isMacPlatform, SHORTCUTS, shortcutLabel } from "./annotate-shortcuts.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { moveInToolbar } from "./toolbar-keys.ts";
import type { SelectionPlace } from "./use-selection-place.ts";

const TagPicker = dynamic(() => import("../margin/tag-picker.tsx").then((module) => module.TagPicker), { ssr: false });

interface Props {
  session: BulletinSession;
  place: SelectionPlace;
  onAction: (action: AnnotateAction) => void;
  onTag: (tagId: string) => void;
  isTagging: boolean;
  onTagging: (isTagging: boolean) => void;
  onClose: () => void;
}

/** What can be done with the selected words. */
export function AnnotateBar({ session, place, onAction, onTag, isTagging, onTagging, onClose }: Props) {
  const isMac = isMacPlatform();

  useEffect(() => () => onTagging(false), [onTagging]);

  return (
    <SelectionBar
      place={place}
      content={isTagging ? "tags" : "ways"}
      onEscape={() => {
        if (isTagging) onTagging(false);
        onClose();
      }}
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
    </SelectionBar>
  );
}

const labelOf = (action: AnnotateAction): string => (action === "tag" ? "Tag" : KINDS[action].label);
