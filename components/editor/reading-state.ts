/** What one reader's screen shows at this moment, shared by text and margin; nobody else's screen knows it. */

import type { ProposedAnchor } from "../../domain/anchor/anchor.ts";
import type { AnnotationKind } from "../../domain/annotation/annotation.ts";

/** A new annotation that is being written: its passage is drawn, and a card in the margin holds its form. */
export interface AnnotationDraft {
  kind: AnnotationKind;
  anchor: ProposedAnchor;
  /** Where the selection lies, for the card's place. */
  range: { start: number; end: number };
}

export interface ReadingState {
  /** The annotation picked in text or margin. */
  activeId: string | null;
  /** Where it was picked: the other side scrolls to it. */
  activeFrom: "text" | "margin" | "link" | null;
  /** `from`: the other side scrolls to it. */
  activate(id: string | null, from: "text" | "margin" | "link"): void;
  draft: AnnotationDraft | null;
  startDraft(draft: AnnotationDraft): void;
  endDraft(): void;
  /** The annotation for which a passage is being chosen: what is selected next is offered to be its words. */
  placing: string | null;
  startPlacing(id: string): void;
  endPlacing(): void;
  /** Resolved threads are hidden from the margin unless asked for. */
  showResolved: boolean;
  setShowResolved(show: boolean): void;
}
