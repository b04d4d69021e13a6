/** What changes from one wording to another, in whole words. */

import { diffArrays } from "diff";
import { countedWords, isWord, likeness, tokensOf } from "./words.ts";

/** Offsets in UTF-16 code units: of the old wording, and of the new one. */
export interface WordEdit {
  at: number;
  removed: string;
  newAt: number;
  added: string;
  /** What comes says something else than what goes: a passage within what goes has no successor. */
  isOther: boolean;
}

/** More differences than this are not looked through, since the cost grows with their square: it is another text. */
const EDITS_MAX = 3000;

/** A word or two that stay between larger changes ("of the") stay by chance. */
const ISLAND_MAX = 12;

/** From so many words on, what shares less than this with them says something else. */
const OTHER_WORDS = 4;
const OTHER_LIKENESS = 0.3;

/** A sentence ends in so many signs at most: a full stop, a bracket, a quotation mark. */
const SIGNS_MAX = 4;

export function diffWords(before: string, after: string): WordEdit[] {
  const [was, is] = [tokensOf(before), tokensOf(after)];
  const head = commonHead(was, is);
  const tail = commonTail(was, is, head);
  const [wasMiddle, isMiddle] = [was.slice(head, was.length - tail), is.slice(head, is.length - tail)];
  const parts = diffArrays(wasMiddle, isMiddle, { maxEditLength: EDITS_MAX }) ?? [
    { added: false, removed: true, value: wasMiddle },
    { added: true, removed: false, value: isMiddle },
  ];
  const edits: Change[] = [];
  let at = lengthOf(was.slice(0, head));
  let newAt = at;
  for (const { added, removed, value } of parts) {
    const words = value.join("");
    if (added || removed) {
      const last = edits.at(-1);
      const open =
        last && last.at + last.removed.length === at && last.newAt + last.added.length === newAt ? last : null;
      const edit = open ?? { at, removed: "", newAt, added: "" };
      if (!open) edits.push(edit);
      if (removed) edit.removed += words;
      else edit.added += words;
    }
    if (!added) at += words.length;
    if (!removed) newAt += words.length;
  }
  return rewritesAsOne(edits, before);
}

type Change = Omit<WordEdit, "isOther">;

const lengthOf = (tokens: readonly string[]): number => tokens.reduce((sum, { length }) => sum + length, 0);

function commonHead(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count++;
  return count;
}

function commonTail(a: readonly string[], b: readonly string[], head: number): number {
  const most = Math.min(a.length, b.length) - head;
  let count = 0;
  while (count < most && a[a.length - 1 - count] === b[b.length - 1 - count]) count++;
  return count;
}

/**
 * Where a phrase says something else, what of it was kept by chance goes with it. Elsewhere each edit stays as small as it
 * is, for what is kept holds anchors.
 */
function rewritesAsOne(edits: readonly Change[], before: string): WordEdit[] {
  return groupsOf(edits, before).flatMap((group) => {
    const whole = withClosingSigns(joined(group, before), before);
    if (saysOther(whole)) return [{ ...whole, isOther: true }];
    return group.map((edit) => ({ ...edit, isOther: saysOther(edit) }));
  });
}

/** Edits between which nothing but chance words stay. */
function groupsOf(edits: readonly Change[], before: string): Change[][] {
  const groups: Change[][] = [];
  for (const edit of edits) {
    const last = groups.at(-1)?.at(-1);
    if (last && isChance(before.slice(endOf(last), edit.at), last, edit)) groups.at(-1)?.push(edit);
    else groups.push([edit]);
  }
  return groups;
}

const endOf = ({ at, removed }: Change): number => at + removed.length;

function joined(group: readonly Change[], before: string): Change {
  const [first = NOTHING] = group;
  const whole = { ...first, removed: "", added: "" };
  let at = first.at;
  for (const edit of group) {
    const island = before.slice(at, edit.at);
    whole.removed += island + edit.removed;
    whole.added += island + edit.added;
    at = endOf(edit);
  }
  return whole;
}

const NOTHING: Change = { at: 0, removed: "", newAt: 0, added: "" };

/** White space between two changes, or less than goes or comes on either side. */
function isChance(island: string, left: Change, right: Change): boolean {
  if (!tokensOf(island).some(isWord)) return true;
  return island.length <= ISLAND_MAX && [left, right].every((edit) => sizeOf(edit) > island.length);
}

const sizeOf = ({ removed, added }: Change): number => Math.max(removed.length, added.length);

/** The full stop of a sentence goes with it: what is left of a passage must not be its last sign. */
function withClosingSigns(change: Change, before: string): Change {
  const signs = /^[^\s\p{L}\p{N}]*/u.exec(before.slice(endOf(change), endOf(change) + SIGNS_MAX))?.[0] ?? "";
  return { ...change, removed: change.removed + signs, added: change.added + signs };
}

function saysOther({ removed, added }: Change): boolean {
  if (added === "" || tokensOf(removed).filter(isWord).length < OTHER_WORDS) return false;
  return likeness(countedWords(removed), countedWords(added)).dice < OTHER_LIKENESS;
}
