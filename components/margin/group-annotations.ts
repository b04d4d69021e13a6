/** Which annotation stands where in the margin. */

import type { AnnotationView } from "../sync/bulletin-session.ts";

export interface MarginGroups {
  /** Beside their passages, in the order of the text. */
  placed: AnnotationView[];
  /** On the whole bulletin. */
  whole: AnnotationView[];
  /** Somewhere in the text, without a place that could be shown. */
  uncertain: AnnotationView[];
  /** Their words are gone from the text. */
  detached: AnnotationView[];
  /** Made on text that this screen does not have yet. */
  placing: AnnotationView[];
  /** Resolved ones that are not shown. */
  hidden: number;
}

/** A resolved thread is left out unless asked for; the active one always stays. */
export function groupAnnotations(
  views: readonly AnnotationView[],
  { showResolved, activeId }: { showResolved: boolean; activeId: string | null },
): MarginGroups {
  const groups: MarginGroups = { placed: [], whole: [], uncertain: [], detached: [], placing: [], hidden: 0 };
  for (const view of views) {
    const { annotation, range } = view;
    if (annotation.resolved && !showResolved && annotation.id !== activeId) groups.hidden++;
    else if (annotation.anchor === null) groups.whole.push(view);
    else if (annotation.anchor.state === "detached") groups.detached.push(view);
    else if (range) groups.placed.push(view);
    else if (annotation.anchor.state === "uncertain") groups.uncertain.push(view);
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
