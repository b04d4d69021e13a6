/** The steps to a new edition as a comparison to be read: what goes, what comes, and how much stays. */

import type { Step } from "./plan-edition.ts";
import { type EditionNode, holdsWords, textOf, wordsText } from "./tree.ts";

export interface ComparedPiece {
  is: "same" | "removed" | "added";
  text: string;
}

export type ComparedBlock =
  /** So many blocks in a row are as they were. */
  | { is: "same"; count: number }
  | { is: "changed"; pieces: ComparedPiece[] }
  /** The words are the same; their looks change. */
  | { is: "formatted"; text: string }
  | { is: "added" | "removed" | "moved-here" | "moved-away"; text: string };

export function compareTexts(steps: readonly Step[]): ComparedBlock[] {
  const blocks: ComparedBlock[] = [];
  for (const block of steps.flatMap(compareStep)) {
    const last = blocks.at(-1);
    if (block.is === "same" && last?.is === "same") last.count += block.count;
    else blocks.push(block);
  }
  return blocks;
}

export interface ComparedCounts {
  same: number;
  changed: number;
  moved: number;
  added: number;
  removed: number;
}

export function countBlocks(blocks: readonly ComparedBlock[]): ComparedCounts {
  const counts = { same: 0, changed: 0, moved: 0, added: 0, removed: 0 };
  for (const block of blocks) {
    if (block.is === "same") counts.same += block.count;
    else if (block.is === "changed" || block.is === "formatted") counts.changed += 1;
    else if (block.is === "added" || block.is === "removed") counts[block.is] += 1;
    else if (block.is === "moved-here") counts.moved += 1;
  }
  return counts;
}

function compareStep(step: Step): ComparedBlock[] {
  switch (step.do) {
    case "keep":
      return [{ is: "same", count: 1 }];
    case "insert":
      return [{ is: step.isMoved ? "moved-here" : "added", text: textOf(step.after) }];
    case "delete":
      return [{ is: step.isMoved ? "moved-away" : "removed", text: textOf(step.before) }];
    case "change":
      return holdsWords(step.before) ? [compareWords(step.steps)] : step.steps.flatMap(compareStep);
    case "reword":
      return [compareWords([step])];
  }
}

function compareWords(steps: readonly Step[]): ComparedBlock {
  const pieces: ComparedPiece[] = [];
  for (const piece of steps.flatMap(piecesOf)) {
    const last = pieces.at(-1);
    if (piece.text === "") continue;
    if (last?.is === piece.is) last.text += piece.text;
    else pieces.push({ ...piece });
  }
  const isSame = pieces.every(({ is }) => is === "same");
  return isSame ? { is: "formatted", text: pieces.map(({ text }) => text).join("") } : { is: "changed", pieces };
}

const piece = (is: ComparedPiece["is"], node: EditionNode): ComparedPiece[] => [{ is, text: textOf(node) }];

function piecesOf(step: Step): ComparedPiece[] {
  switch (step.do) {
    case "keep":
      return piece("same", step.before);
    case "insert":
      return piece("added", step.after);
    case "delete":
      return piece("removed", step.before);
    case "change":
      return step.steps.flatMap(piecesOf);
    case "reword": {
      const before = wordsText(step.before);
      let at = 0;
      const pieces = step.edits.flatMap((edit): ComparedPiece[] => {
        const kept = before.slice(at, edit.at);
        at = edit.at + edit.removed.length;
        return [
          { is: "same", text: kept },
          { is: "removed", text: edit.removed },
          { is: "added", text: edit.added },
        ];
      });
      return [...pieces, { is: "same", text: before.slice(at) }];
    }
  }
}
