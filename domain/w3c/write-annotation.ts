/** One annotation as W3C Web Annotation JSON-LD (https://www.w3.org/TR/annotation-model/). */

import type { AnchorState } from "../anchor/anchor.ts";
import type { Signature } from "../annotation/annotation.ts";
import type { Move } from "../annotation/moves.ts";
import type { ExportAnnotation, ExportComment } from "../export/export-model.ts";
import { MOTIVATION, purposeOf, REPLYING, TAGGING } from "./motivation.ts";
import { urn } from "./urn.ts";

/** The W3C's own context, then ours: what it has no word for is in our namespace and ignored by others. */
export const CONTEXT = [
  "http://www.w3.org/ns/anno.jsonld",
  {
    glossa: "https://glossa.example/ns#",
    // Replies have an order; an array of JSON-LD has none unless it is a list.
    "glossa:replies": { "@id": "glossa:replies", "@type": "@id", "@container": "@list" },
    "glossa:moves": { "@id": "glossa:moves", "@container": "@list" },
    "glossa:at": { "@id": "glossa:at", "@type": "http://www.w3.org/2001/XMLSchema#dateTime" },
  },
] as const;

export interface W3cPerson {
  id: string;
  type: "Person";
  name: string;
}

export interface W3cBody {
  id?: string;
  type: "TextualBody";
  purpose: string;
  value: string;
  format: "text/plain";
  created?: string;
  modified?: string;
}

export type W3cSelector =
  | { type: "TextQuoteSelector"; exact: string; prefix: string; suffix: string }
  | { type: "TextPositionSelector"; start: number; end: number };

export interface W3cReply {
  id: string;
  type: "Annotation";
  motivation: typeof REPLYING;
  creator: W3cPerson;
  created: string;
  modified?: string;
  body: W3cBody;
  /** The annotation that it answers. */
  target: string;
}

/** Where an annotation sat before, and who put it elsewhere (the server when nobody is named). */
export interface W3cMove {
  "glossa:at": string;
  "glossa:by"?: W3cPerson;
  "glossa:fromState": AnchorState;
  "glossa:fromWords": string;
}

export interface W3cAnnotation {
  id: string;
  type: "Annotation";
  motivation: string;
  creator: W3cPerson;
  created: string;
  modified?: string;
  body?: W3cBody[];
  target: { source: string; selector?: W3cSelector[] };
  "glossa:state"?: AnchorState;
  /** The words as they were when it was made, if they have changed since. */
  "glossa:original"?: string;
  "glossa:moves"?: W3cMove[];
  "glossa:resolved"?: { "glossa:by": W3cPerson; "glossa:at": string; "glossa:reason"?: string };
}

/** An annotation without its replies; `source` is the bulletin's address. */
export function w3cAnnotation(annotation: ExportAnnotation, source: string): W3cAnnotation {
  const { state, resolved, original } = annotation;
  const moves = annotation.moves.map(w3cMove);
  const modified = lastChange(annotation);
  const body = bodies(annotation);
  const selector = selectors(annotation);
  return {
    id: urn(annotation.id),
    type: "Annotation",
    motivation: MOTIVATION[annotation.kind],
    creator: person(annotation.author),
    created: annotation.at,
    ...(modified && { modified }),
    ...(body.length > 0 && { body }),
    target: { source, ...(selector.length > 0 && { selector }) },
    ...(state && { "glossa:state": state }),
    ...(original !== null && { "glossa:original": original }),
    ...(moves.length > 0 && { "glossa:moves": moves }),
    ...(resolved && {
      "glossa:resolved": {
        "glossa:by": person(resolved.by),
        "glossa:at": resolved.at,
        ...(resolved.reason !== null && { "glossa:reason": resolved.reason }),
      },
    }),
  };
}

const w3cMove = ({ at, by, from }: Move): W3cMove => ({
  "glossa:at": at,
  ...(by && { "glossa:by": person(by) }),
  "glossa:fromState": from.state,
  "glossa:fromWords": from.quote,
});

/** The comments that are not the annotation's own words, as annotations on it. */
export function w3cReplies(annotation: ExportAnnotation): W3cReply[] {
  const replies = annotation.comments.slice(annotation.opensWithOwnComment ? 1 : 0);
  return replies.map((comment) => w3cReply(comment, annotation.id));
}

export const w3cReply = (comment: ExportComment, parent: string): W3cReply => ({
  id: urn(comment.id),
  type: "Annotation",
  motivation: REPLYING,
  creator: person(comment.author),
  created: comment.at,
  ...(comment.editedAt && { modified: comment.editedAt }),
  body: { type: "TextualBody", purpose: REPLYING, value: comment.text, format: "text/plain" },
  target: urn(parent),
});

const person = ({ id, name }: Signature): W3cPerson => ({ id: urn(id), type: "Person", name });

function ownComment(annotation: ExportAnnotation): ExportComment | undefined {
  return annotation.opensWithOwnComment ? annotation.comments[0] : undefined;
}

function bodies(annotation: ExportAnnotation): W3cBody[] {
  const own = ownComment(annotation);
  const words: W3cBody[] = own
    ? [
        {
          id: urn(own.id),
          type: "TextualBody",
          purpose: purposeOf(annotation.kind),
          value: own.text,
          format: "text/plain",
          created: own.at,
          ...(own.editedAt && { modified: own.editedAt }),
        },
      ]
    : [];
  const tags = annotation.tags.map(
    (tag): W3cBody => ({ type: "TextualBody", purpose: TAGGING, value: tag.label, format: "text/plain" }),
  );
  return [...words, ...tags];
}

function selectors({ quote, place }: ExportAnnotation): W3cSelector[] {
  if (!quote) return [];
  const byQuote: W3cSelector = {
    type: "TextQuoteSelector",
    exact: quote.quote,
    prefix: quote.prefix,
    suffix: quote.suffix,
  };
  return place ? [byQuote, { type: "TextPositionSelector", ...place.codePoints }] : [byQuote];
}

/** The newest time at which its own words or its state changed, or null when they never did. */
function lastChange(annotation: ExportAnnotation): string | null {
  const times = [ownComment(annotation)?.editedAt, annotation.resolved?.at].filter((time) => typeof time === "string");
  return times.sort().at(-1) ?? null;
}
