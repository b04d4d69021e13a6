/**
 * A posted W3C Web Annotation, read forgivingly: whatever shape the model allows (one value or many, strings or objects),
 * what we have no use for is passed over, and what we can't honour is named in a sentence.
 */

import type { AnnotationKind } from "../annotation/annotation.ts";
import { kindOfMotivation, plainMotivation, REPLYING, TAGGING } from "./motivation.ts";
import { readBodies } from "./read-bodies.ts";
import { readTarget, type W3cPosition, type W3cQuote } from "./read-target.ts";
import { isObject, strings } from "./shapes.ts";
import { uuidOfUrn } from "./urn.ts";

export interface ReadAnnotation {
  /** From an `id` of the form `urn:uuid:…`. */
  id: string | null;
  kind: AnnotationKind;
  quote: W3cQuote | null;
  /** In code points. */
  position: W3cPosition | null;
  comment: { id: string | null; text: string } | null;
  /** Labels, without repeats. */
  tags: string[];
}

export interface ReadReply {
  id: string | null;
  /** The annotation that it answers. */
  parent: string;
  text: string;
}

export type ReadResult =
  | { type: "annotation"; annotation: ReadAnnotation }
  | { type: "reply"; reply: ReadReply }
  | { type: "problems"; problems: string[] };

/** Reads one annotation or reply; each problem is a sentence. */
export function readAnnotation(input: unknown): ReadResult {
  if (!isObject(input)) return problems("An annotation is one JSON object.");
  if ("type" in input && !strings(input.type).some((type) => /(^|:|#)Annotation$/.test(type))) {
    return problems("Its type has to be “Annotation”.");
  }
  const motivations = strings(input.motivation).map(plainMotivation);
  const bodies = readBodies(input, motivations);
  const id = uuidOfUrn(input.id ?? input["@id"]);
  return motivations.includes(REPLYING)
    ? readReply(input.target, id, bodies.texts.join("\n\n"))
    : readMark(input.target, id, motivations, bodies);
}

function readReply(target: unknown, id: string | null, text: string): ReadResult {
  const address = isObject(target) ? (target.id ?? target.source) : Array.isArray(target) ? target[0] : target;
  const parent = uuidOfUrn(address);
  if (!parent) return problems("A reply’s target has to be the id of the annotation that it answers, “urn:uuid:…”.");
  if (text.trim() === "") return problems("A reply needs words: a body with a value.");
  return { type: "reply", reply: { id, parent, text } };
}

function readMark(
  target: unknown,
  id: string | null,
  motivations: string[],
  { texts, firstId, tags }: ReturnType<typeof readBodies>,
): ReadResult {
  const place = readTarget(target);
  if (place.problems.length > 0) return { type: "problems", problems: place.problems };
  const text = texts.join("\n\n");
  const comment = text.trim() === "" ? null : { id: firstId, text };
  return {
    type: "annotation",
    annotation: {
      id,
      kind: kindOf(motivations, comment !== null),
      quote: place.quote,
      position: place.position,
      comment,
      tags: [...new Set(tags.map((label) => label.trim().replace(/\s+/g, " ")).filter((label) => label !== ""))],
    },
  };
}

/** The first motivation that is one of ours; else a comment when it says something, and a highlight when it doesn't. */
function kindOf(motivations: string[], hasWords: boolean): AnnotationKind {
  const kinds = motivations.map(kindOfMotivation).filter((kind) => kind !== null);
  if (kinds[0]) return kinds[0];
  return hasWords && !motivations.includes(TAGGING) ? "comment" : "highlight";
}

const problems = (...sentences: string[]): ReadResult => ({ type: "problems", problems: sentences });
