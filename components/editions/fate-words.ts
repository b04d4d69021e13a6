/** The fates of annotations in words, and their signs: told apart without colour. */

import type { AnchorState } from "../../domain/anchor/anchor.ts";
import type { ComparedCounts } from "../../domain/edition/compare-texts.ts";
import type { Fate } from "../../domain/edition/edition-report.ts";
import { count } from "../bulletins/count.ts";
import type { IconName } from "../ui/icon.tsx";

interface Words {
  heading: string;
  /** What it means for the annotations under it. */
  lead: string;
  icon: IconName;
  tone: string;
}

export const FATE_WORDS: Record<Fate, Words> = {
  detached: {
    heading: "Detached",
    lead: "Their words are not in the new edition. They stay in the margin with their quote.",
    icon: "close",
    tone: "text-danger",
  },
  uncertain: {
    heading: "Uncertain",
    lead: "It can’t be said for sure which words are theirs now. They wait in the margin for somebody to decide.",
    icon: "question",
    tone: "text-warning",
  },
  changed: {
    heading: "Words changed",
    lead: "They stay where they are, but what they stand on reads differently.",
    icon: "edit",
    tone: "text-warning",
  },
  moved: {
    heading: "Moved",
    lead: "Their words stand elsewhere, and they go there.",
    icon: "arrow-right",
    tone: "text-soft",
  },
  exact: {
    heading: "Exact",
    lead: "Nothing changes for them.",
    icon: "check",
    tone: "text-success",
  },
};

/** What an annotation was before, where that matters: a loss that is no news. */
export function sayBefore(was: AnchorState | null, state: Fate): string | null {
  if (was === "detached") return state === "detached" ? "was detached before" : "was detached, found again";
  if (was === "uncertain") return state === "uncertain" ? "was uncertain before" : "was uncertain";
  return null;
}

/** "7 paragraphs change, 1 moves, 2 come, 2 go, 24 stay". */
export function sayText({ same, changed, moved, added, removed }: ComparedCounts): string {
  const parts = [
    [changed, "changes", "change"],
    [moved, "moves", "move"],
    [added, "comes", "come"],
    [removed, "goes", "go"],
    [same, "stays", "stay"],
  ] as const;
  const [first, ...others] = parts.filter(([number]) => number > 0);
  if (!first) return "";
  const [number, one, many] = first;
  const rest = others.map(([more, single, several]) => `${more.toLocaleString("en")} ${more === 1 ? single : several}`);
  return [`${count(number, "paragraph")} ${number === 1 ? one : many}`, ...rest].join(", ");
}

/** Whether the texts differ at all. */
export const isUnchanged = ({ changed, moved, added, removed }: ComparedCounts): boolean =>
  changed + moved + added + removed === 0;
