/** Our kinds of annotation and the motivations of the Web Annotation vocabulary (https://www.w3.org/TR/annotation-vocab/#motivation). */

import { ANNOTATION_KINDS, type AnnotationKind } from "../annotation/annotation.ts";

export const MOTIVATION = {
  highlight: "highlighting",
  comment: "commenting",
  question: "questioning",
  claim: "assessing",
  suggestion: "editing",
} as const satisfies Record<AnnotationKind, string>;

/** Motivation of a reply. */
export const REPLYING = "replying";

/** Purpose of a tag's body. */
export const TAGGING = "tagging";

const OA = "http://www.w3.org/ns/oa#";

/** A motivation's plain name: `oa:commenting` and its full address mean the same. */
export const plainMotivation = (value: string): string =>
  value.startsWith(OA) ? value.slice(OA.length) : value.startsWith("oa:") ? value.slice("oa:".length) : value;

/** The kind that a motivation stands for, or null when it is none of ours. */
export function kindOfMotivation(motivation: string): AnnotationKind | null {
  const name = plainMotivation(motivation);
  return ANNOTATION_KINDS.find((kind) => MOTIVATION[kind] === name) ?? null;
}

/** Purpose of the body that holds an annotation's own words. A highlight with words says something about its passage. */
export const purposeOf = (kind: AnnotationKind): string =>
  kind === "highlight" ? MOTIVATION.comment : MOTIVATION[kind];
