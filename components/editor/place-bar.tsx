"use client";

import { Icon } from "../ui/icon.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { moveInToolbar } from "./toolbar-keys.ts";
import { useEscape } from "./use-escape.ts";
import type { SelectionPlace } from "./use-selection-place.ts";
import "./extent.css";

interface Props {
  /** Null while nothing is selected. */
  place: SelectionPlace | null;
  onPlace: (place: SelectionPlace) => void;
  onCancel: () => void;
}

const keepSelection = { onPointerDown: prevent, onMouseDown: prevent };

/** While a passage is chosen for an annotation: the selected words are offered to be it. */
export function PlaceBar({ place, onPlace, onCancel }: Props) {
  if (!place) return <Hint onCancel={onCancel} />;
  return (
    <SelectionBar place={place} content="place" onEscape={onCancel}>
      <div
        role="toolbar"
        aria-label="The annotation's passage"
        className="annotate-bar-buttons"
        onKeyDown={moveInToolbar}
      >
        <button type="button" className="annotate-bar-button" {...keepSelection} onClick={() => onPlace(place)}>
          <Icon name="check" />
          <span>Attach here</span>
        </button>
        <button type="button" tabIndex={-1} className="annotate-bar-button" {...keepSelection} onClick={onCancel}>
          <Icon name="close" />
          <span>Cancel</span>
        </button>
      </div>
    </SelectionBar>
  );
}

function Hint({ onCancel }: Pick<Props, "onCancel">) {
  useEscape(onCancel);
  return (
    <div className="place-hint" role="status">
      <span>Select the words that the annotation is about.</span>
      <button type="button" className="annotate-bar-button" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}

/** The press must not take the selection away. */
function prevent(event: { preventDefault(): void }): void {
  event.preventDefault();
}
