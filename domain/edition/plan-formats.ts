/** Marks of words that stay: what is put on and taken off. */

import { type BulletinMark, MARK_TYPES } from "../schema/document.ts";
import type { WordEdit } from "./diff-words.ts";
import { marksKey, type Run, type WordsNode, wordsText } from "./tree.ts";

/** On `length` characters of the new wording; null takes a mark off. */
export interface Format {
  at: number;
  length: number;
  marks: Partial<Record<BulletinMark["type"], BulletinMark | null>>;
}

export function formatsOf(before: WordsNode, after: WordsNode, edits: readonly WordEdit[]): Format[] {
  const formats: Format[] = [];
  for (const { at, newAt, length } of keptStretches(edits, wordsText(before).length)) {
    const [was, is] = [cutRuns(before.runs, at, length), cutRuns(after.runs, newAt, length)];
    let offset = 0;
    while (offset < length) {
      const [one, other] = [runAt(was, offset), runAt(is, offset)];
      const end = Math.min(length, one.end, other.end);
      const marks = changedMarks(one.marks, other.marks);
      if (marks) addFormat(formats, { at: newAt + offset, length: end - offset, marks });
      offset = end;
    }
  }
  return formats;
}

/** The runs of a part of some words. */
export function cutRuns(runs: readonly Run[], at: number, length: number): Run[] {
  const cut: Run[] = [];
  let offset = 0;
  for (const { text, marks } of runs) {
    const part = text.slice(Math.max(0, at - offset), Math.max(0, at + length - offset));
    if (part !== "") cut.push({ text: part, marks });
    offset += text.length;
    if (offset >= at + length) break;
  }
  return cut;
}

/** Between the edits: where it stood, where it stands, and how long it is. */
function keptStretches(edits: readonly WordEdit[], beforeLength: number) {
  let at = 0;
  let newAt = 0;
  const stretches = edits.map((edit) => {
    const stretch = { at, newAt, length: edit.at - at };
    at = edit.at + edit.removed.length;
    newAt = edit.newAt + edit.added.length;
    return stretch;
  });
  return [...stretches, { at, newAt, length: beforeLength - at }];
}

function runAt(runs: readonly Run[], offset: number): { marks: readonly BulletinMark[]; end: number } {
  let end = 0;
  for (const { text, marks } of runs) {
    end += text.length;
    if (end > offset) return { marks, end };
  }
  throw new Error("There are no words at this place.");
}

function changedMarks(was: readonly BulletinMark[], is: readonly BulletinMark[]): Format["marks"] | null {
  if (marksKey(was) === marksKey(is)) return null;
  const marks: Format["marks"] = {};
  for (const type of MARK_TYPES) {
    const [one, other] = [was, is].map((all) => all.find((mark) => mark.type === type) ?? null);
    if (JSON.stringify(one) !== JSON.stringify(other)) marks[type] = other ?? null;
  }
  return marks;
}

function addFormat(formats: Format[], next: Format): void {
  const last = formats.at(-1);
  const goesOn = last && last.at + last.length === next.at && JSON.stringify(last.marks) === JSON.stringify(next.marks);
  if (goesOn) last.length += next.length;
  else formats.push(next);
}
