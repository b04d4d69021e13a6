/** How kinds of annotation are named and drawn; the sign tells them apart without colour. */

import type { AnnotationKind } from "../../domain/annotation/annotation.ts";
import type { IconName } from "../ui/icon.tsx";

export const KINDS: Record<AnnotationKind, { label: string; icon: IconName; prompt: string }> = {
  highlight: { label: "Highlight", icon: "highlight", prompt: "Add a note, if you like" },
  comment: { label: "Comment", icon: "comment", prompt: "Write a comment" },
  claim: { label: "Claim", icon: "claim", prompt: "Restate the claim, or say why it matters" },
  question: { label: "Question", icon: "question", prompt: "Ask a question" },
  suggestion: { label: "Suggestion", icon: "suggestion", prompt: "Suggest other words" },
};

/** What can be chosen for an annotation; suggestions are made by editing. */
export const CHOOSABLE_KINDS = ["highlight", "comment", "claim", "question"] as const satisfies AnnotationKind[];

/** Whether an annotation of this kind may be posted without words: the passage speaks for itself. */
export const mayBeSilent = (kind: AnnotationKind): boolean => kind === "highlight" || kind === "claim";
