/**
 * What has to be done to a document so that it becomes its new edition: as little as can be, so that what holds on to the
 * text (positions of anchors, other people's carets) keeps its hold. Pure; domain/ydoc/apply-edition.ts does it.
 */

import { diffWords, type WordEdit } from "./diff-words.ts";
import { matchChildren } from "./match-children.ts";
import { type Format, formatsOf } from "./plan-formats.ts";
import { type Attributes, type EditionNode, type ElementNode, type WordsNode, wordsText } from "./tree.ts";

/** What becomes of one child, in the order of the new edition; what goes stands where it stood. */
export type Step =
  | { do: "keep"; before: EditionNode; from: number }
  | { do: "change"; before: ElementNode; from: number; attrs: Attributes | null; steps: Step[] }
  | { do: "reword"; before: WordsNode; after: WordsNode; from: number; edits: WordEdit[]; formats: Format[] }
  | { do: "insert"; after: EditionNode; isMoved: boolean }
  | { do: "delete"; before: EditionNode; from: number; isMoved: boolean };

/** The steps from one document's children to the other's. */
export function planEdition(before: ElementNode, after: ElementNode): Step[] {
  const { same, changed, moved } = matchChildren(before.children, after.children);
  const partner = new Map<number, { from: number; isSame: boolean }>();
  for (const { from, to } of same) partner.set(to, { from, isSame: true });
  for (const { from, to } of changed) partner.set(to, { from, isSame: false });
  const goesElsewhere = new Set(moved.map(({ from }) => from));
  const comesFromElsewhere = new Set(moved.map(({ to }) => to));

  const steps: Step[] = [];
  let done = 0;
  const deleteUpTo = (end: number): void => {
    for (; done < end; done++) {
      const gone = before.children[done];
      if (gone) steps.push({ do: "delete", before: gone, from: done, isMoved: goesElsewhere.has(done) });
    }
  };
  const stops = nextPartners(partner, after.children.length, before.children.length);
  after.children.forEach((next, to) => {
    deleteUpTo(stops[to] ?? 0);
    const known = partner.get(to);
    const was = known && before.children[known.from];
    if (!known || !was) steps.push({ do: "insert", after: next, isMoved: comesFromElsewhere.has(to) });
    else {
      done = known.from + 1;
      steps.push(known.isSame ? { do: "keep", before: was, from: known.from } : revise(was, next, known.from));
    }
  });
  deleteUpTo(before.children.length);
  return steps;
}

/** For each child the place of its partner, or of the next one that has one: what goes is named before what comes. */
function nextPartners(partner: ReadonlyMap<number, { from: number }>, length: number, end: number): number[] {
  const stops: number[] = new Array(length);
  let stop = end;
  for (let to = length - 1; to >= 0; to--) {
    stop = partner.get(to)?.from ?? stop;
    stops[to] = stop;
  }
  return stops;
}

function revise(before: EditionNode, after: EditionNode, from: number): Step {
  if (before.type === "words" && after.type === "words") {
    const edits = diffWords(wordsText(before), wordsText(after));
    return { do: "reword", before, after, from, edits, formats: formatsOf(before, after, edits) };
  }
  if (before.type === "words" || after.type === "words") throw new Error("Words are revised into words.");
  const hasSameAttributes = JSON.stringify(before.attrs) === JSON.stringify(after.attrs);
  return {
    do: "change",
    before,
    from,
    attrs: hasSameAttributes ? null : after.attrs,
    steps: planEdition(before, after),
  };
}
