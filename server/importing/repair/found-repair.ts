/** A repair that was found: what the person is told of it, and what it does to the source. */

import type { Repair } from "../imports.ts";
import type { Range } from "../read-text.ts";
import type { MarkRange } from "./source.ts";

export interface Edit extends Range {
  replacement: string;
}

export interface Join {
  /** Indices of the blocks whose paragraphs become one. */
  left: number;
  right: number;
  glue: "" | " ";
  /** The hyphen at the end of the left one goes. */
  cutsHyphen: boolean;
}

export interface FoundRepair extends Omit<Repair, "id"> {
  /** Where in the source it begins, for the order of the list. */
  at: number;
  /** Only what is concerned; every repair stands for itself, whatever becomes of the others. */
  removesBlock?: number;
  field?: { name: "title" | "author"; value: string };
  join?: Join;
  edits?: Edit[];
  marks?: MarkRange[];
}

/** Ids by kind and words (FNV-1a), numbered where the same words are repaired twice: they survive edits elsewhere. */
export function withIds(found: FoundRepair[]): (FoundRepair & { id: string })[] {
  const seen = new Map<string, number>();
  return found.map((repair) => {
    const base = `${repair.kind}-${hash(repair.before)}`;
    const nth = (seen.get(base) ?? 0) + 1;
    seen.set(base, nth);
    return { ...repair, id: nth === 1 ? base : `${base}-${nth}` };
  });
}

function hash(words: string): string {
  let value = 0x811c9dc5;
  for (let index = 0; index < words.length; index += 1) {
    value = Math.imul(value ^ words.charCodeAt(index), 0x01000193);
  }
  return (value >>> 0).toString(16).padStart(8, "0");
}
