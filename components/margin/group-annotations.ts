/** Which annotation stands where in the margin. */

import type { ReadingState } from "../editor/reading-state.ts";
import type { AnnotationView } from "../sync/bulletin-session.ts";

export interface MarginGroups {
  /** Beside their passages, in the order of the text. */
  placed: AnnotationView[];
  /** On the whole bulletin. */
  whole: AnnotationView[];
  /** Somewhere in the text, but where can't be told for sure. */
  uncertain: AnnotationView[];
  /** Their words are gone from the text. */
  detached: AnnotationView[];
  /** Made on text that this screen does not have yet. */
  placing: AnnotationView[];
  /** Resolved ones that are not shown. */
  hidden: number;
}

type Shown = Pick<ReadingState, "showResolved" | "activeId" | "activeFrom">;

/**
 * A resolved thread is left out unless asked for; the active one always stays. An uncertain one stands with its like, but
 * beside the text where it was picked there.
 */
export function groupAnnotations(
  views: readonly AnnotationView[],
  { showResolved, activeId, activeFrom }: Shown,
): MarginGroups {
  const isPickedInText = (id: string): boolean => id === activeId && activeFrom === "text";
  const groups: MarginGroups = { placed: [], whole: [], uncertain: [], detached: [], placing: [], hidden: 0 };
  for (const view of views) {
    const { annotation, range } = view;
    if (annotation.resolved && !showResolved && annotation.id !== activeId) groups.hidden++;
    else if (annotation.anchor === null) groups.whole.push(view);
    else if (annotation.anchor.state === "detached") groups.detached.push(view);
    else if (annotation.anchor.state === "uncertain" && !(range && isPickedInText(annotation.id)))
      groups.uncertain.push(view);
    else if (range) groups.placed.push(view);
    else groups.placing.push(view);
  }
  return groups;
}

/** All that are shown, in the order in which the margin lists them. */
export const inMarginOrder = (groups: MarginGroups): AnnotationView[] => [
  ...groups.whole,
  ...groups.uncertain,
  ...groups.detached,
  ...groups.placing,
  ...groups.placed,
];
