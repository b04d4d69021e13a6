/** Words and ids that the text and the threads of an exported page share. */

import type { AnnotationKind } from "../../../domain/annotation/annotation.ts";

export const KIND_NAME: Record<AnnotationKind, string> = {
  highlight: "Highlight",
  comment: "Comment",
  claim: "Claim",
  question: "Question",
  suggestion: "Suggestion",
};

/** The id of the place in the text where an annotation's passage begins. */
export const passageId = (annotation: string): string => `passage-${annotation}`;

/** The id of an annotation's thread. */
export const threadId = (annotation: string): string => `annotation-${annotation}`;

export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${count} ${count === 1 ? one : several}`;
