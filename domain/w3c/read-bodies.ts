/** The bodies of a posted annotation: its words and its tags. */

import { plainMotivation, TAGGING } from "./motivation.ts";
import { isObject, literal, many, strings } from "./shapes.ts";
import { uuidOfUrn } from "./urn.ts";

export interface Bodies {
  texts: string[];
  /** The UUID of the first body with words, when it has one. */
  firstId: string | null;
  /** Labels as they were given. */
  tags: string[];
}

/** A body without a purpose has the annotation's own (Web Annotation Data Model, 3.3.5). */
export function readBodies(annotation: Record<string, unknown>, motivations: readonly string[]): Bodies {
  const isTagging = motivations.length > 0 && motivations.every((motivation) => motivation === TAGGING);
  const found: Bodies = { texts: [], firstId: null, tags: [] };
  for (const body of [...flatten(annotation.bodyValue), ...flatten(annotation.body)]) {
    const text = wordsOf(body);
    if (text === null || text.trim() === "") continue;
    const purposes = isObject(body) ? strings(body.purpose).map(plainMotivation) : [];
    if (purposes.length > 0 ? purposes.includes(TAGGING) : isTagging) {
      found.tags.push(text);
    } else {
      if (found.texts.length === 0 && isObject(body)) found.firstId = uuidOfUrn(body.id ?? body["@id"]);
      found.texts.push(text);
    }
  }
  return found;
}

/** Choices, composites and lists hold bodies in `items`. */
function flatten(value: unknown): unknown[] {
  return many(value).flatMap((body) =>
    isObject(body) && body.value === undefined && body.items !== undefined ? many(body.items) : [body],
  );
}

/** A text's value; of a body that lies elsewhere, its address. */
function wordsOf(body: unknown): string | null {
  if (!isObject(body)) return typeof body === "string" ? body : null;
  const value = literal(body.value ?? body["@value"]);
  if (value !== null) return value;
  const [address] = strings(body.source ?? body.id ?? body["@id"]);
  return address ?? null;
}
