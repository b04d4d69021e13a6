import type { ReactNode } from "react";
import type { TagColour } from "../../domain/vocabulary/vocabulary.ts";
import { IconButton } from "./button.tsx";

/** A small neutral label: a role, a state. */
export function Chip({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex items-center rounded-full border border-line bg-sunken px-2 py-px text-xs font-medium text-soft">
      {children}
    </span>
  );
}

interface TagChipProps {
  label: string;
  colour: TagColour;
  /** With it the chip has a button that takes the tag off. */
  onRemove?: (() => void) | undefined;
}

/** A tag from the vocabulary: its words, and its colour as a dot and a tint. */
export function TagChip({ label, colour, onRemove }: TagChipProps) {
  return (
    <span
      data-colour={colour}
      className="inline-flex max-w-full min-w-0 items-center gap-1.5 rounded-full border border-(--tag-line) bg-(--tag-bg) py-px pr-2.5 pl-2 text-xs font-medium text-(--tag-ink)"
    >
      <TagDot />
      <span className="min-w-0 truncate">{label}</span>
      {onRemove && (
        <IconButton
          icon="close"
          size="small"
          label={`Remove tag ${label}`}
          onClick={onRemove}
          className="-mr-1.5 size-5! min-h-0! min-w-0! rounded-full! text-current!"
        />
      )}
    </span>
  );
}

/** The colour of the nearest `data-colour` alone; never without its label beside it. */
export function TagDot({ size = "small" }: { size?: "small" | "large" }) {
  return (
    <span
      aria-hidden="true"
      className={`shrink-0 rounded-full bg-(--tag-dot) forced-color-adjust-none ${size === "small" ? "size-2" : "size-3.5"}`}
    />
  );
}
