/** Where an annotation sat before: each of its anchors that gave way to another one. */

import { type Anchor, isSamePlace } from "../anchor/anchor.ts";
import type { Annotation, Signature } from "./annotation.ts";

/** An anchor that gave way. What it gave way to is the next one's, and last the annotation's own. */
export interface Move {
  /** ISO 8601. */
  at: string;
  /** Who placed the annotation anew; null when the server followed the text. */
  by: Signature | null;
  from: Anchor;
}

/** The oldest are dropped: a history is read by people, and every screen holds it. */
export const MOVES_MAX = 50;

/**
 * The annotation with another anchor, and the one before in its history. What the server does on its own is noted only
 * when the state changes: a passage that merely follows its words has not gone anywhere.
 */
export function withAnchor(
  annotation: Annotation,
  anchor: Anchor,
  { by, at }: { by: Signature | null; at: string },
): Annotation {
  const { anchor: from, moves } = annotation;
  if (!from || (by === null && from.state === anchor.state)) return { ...annotation, anchor };
  return { ...annotation, anchor, moves: [...moves, { at, by, from }].slice(-MOVES_MAX) };
}

/** The newest placing by a person, unless that was somebody else's. */
export function ownPlacing(annotation: Annotation, person: string): Move | null {
  const last = annotation.moves.findLast(({ by }) => by !== null);
  return last?.by?.id === person ? last : null;
}

export type MoveEvent = "lost" | "doubted" | "found" | "followed" | "confirmed" | "changed" | "re-attached";

/** What a move led to, as its reader would say it. */
export function moveEvent({ by, from }: Move, to: Anchor): MoveEvent {
  if (by === null) {
    if (to.state === "detached") return "lost";
    if (to.state === "uncertain") return "doubted";
    return from.state === "anchored" ? "followed" : "found";
  }
  if (from.state === "anchored" || from.state === "moved") return "changed";
  return from.state === "uncertain" && isSamePlace(from, to) ? "confirmed" : "re-attached";
}
