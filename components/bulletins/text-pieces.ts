/** Runs of a bulletin's text cut where something is drawn over a part of them. Pure. */

import type { BulletinNode } from "../../domain/schema/document.ts";

/** A part of a run of text. */
export interface Piece {
  text: string;
  /** The element that is drawn around it; null for words alone. */
  around: { tag: "mark" | "span"; attributes: Readonly<Record<string, string>> } | null;
}

/** By the text or hard break that was cut; what isn't in it is whole. */
export type Pieces = ReadonlyMap<BulletinNode, readonly Piece[]>;

export const NO_PIECES: Pieces = new Map();

export interface Drawing {
  node: BulletinNode;
  pieces: Pieces;
}

/** Whether two nodes with their pieces give the same elements, so that one need not be drawn again for the other. */
export function isSameDrawing(one: Drawing, other: Drawing): boolean {
  const [a, b] = [one.node, other.node];
  return (
    a.type === b.type &&
    a.text === b.text &&
    isSameRecord(a.attrs, b.attrs) &&
    isSameList(a.marks, b.marks, (mark, twin) => mark.type === twin.type && mark.attrs?.href === twin.attrs?.href) &&
    isSameList(one.pieces.get(a), other.pieces.get(b), isSamePiece) &&
    isSameList(a.content, b.content, (child, twin) =>
      isSameDrawing({ node: child, pieces: one.pieces }, { node: twin, pieces: other.pieces }),
    )
  );
}

const isSamePiece = (a: Piece, b: Piece): boolean =>
  a.text === b.text && a.around?.tag === b.around?.tag && isSameRecord(a.around?.attributes, b.around?.attributes);

function isSameList<T>(a: readonly T[] = [], b: readonly T[] = [], isSame: (one: T, other: T) => boolean): boolean {
  return a.length === b.length && a.every((one, index) => isSame(one, b[index] as T));
}

function isSameRecord(a: Readonly<Record<string, unknown>> = {}, b: Readonly<Record<string, unknown>> = {}): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
