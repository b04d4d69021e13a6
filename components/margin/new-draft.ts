/** A new annotation that is being written, as it is kept in the browser. */

import type { ProposedAnchor, TextRange } from "../../domain/anchor/anchor.ts";
import { byQuote } from "../../domain/anchor/resolve.ts";
import { ANNOTATION_KINDS, type AnnotationKind } from "../../domain/annotation/annotation.ts";

export interface NewDraft {
  kind: AnnotationKind;
  /** Null: on the whole bulletin. */
  anchor: ProposedAnchor | null;
  range: TextRange | null;
  words: string;
  tags: string[];
  /** Closed with words in it: offered again instead of shown. */
  isSetAside: boolean;
}

/** Whether something would be lost with it. */
export const hasContent = (draft: NewDraft): boolean => draft.words.trim() !== "" || draft.tags.length > 0;

/** Null when it is none, or one of an older form. */
export function parseNewDraft(json: string): NewDraft | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  return isNewDraft(value) ? value : null;
}

function isNewDraft(value: unknown): value is NewDraft {
  if (typeof value !== "object" || value === null) return false;
  const draft: Partial<Record<keyof NewDraft, unknown>> = value;
  return (
    ANNOTATION_KINDS.some((kind) => kind === draft.kind) &&
    typeof draft.words === "string" &&
    Array.isArray(draft.tags) &&
    draft.tags.every((tag) => typeof tag === "string") &&
    typeof draft.isSetAside === "boolean" &&
    (draft.anchor === null ? draft.range === null : isAnchor(draft.anchor) && isRange(draft.range))
  );
}

const isPosition = (value: unknown): boolean => value === null || typeof value === "string";

function isAnchor(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const anchor: Partial<Record<keyof ProposedAnchor, unknown>> = value;
  const words = [anchor.quote, anchor.prefix, anchor.suffix];
  return words.every((part) => typeof part === "string") && isPosition(anchor.start) && isPosition(anchor.end);
}

function isRange(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const range: Partial<Record<keyof TextRange, unknown>> = value;
  return typeof range.start === "number" && typeof range.end === "number" && range.start < range.end;
}

/**
 * The draft on the text as it is now: the text may have changed since it was kept. When its words are not found for
 * sure, the draft goes on the whole bulletin with the quote in its words, rather than on other words.
 */
export function onText(draft: NewDraft, text: string): NewDraft {
  const { anchor, range } = draft;
  if (!anchor || !range || text.slice(range.start, range.end) === anchor.quote) return draft;
  const found = byQuote(text, anchor, range.start);
  if (found.state === "moved" && found.range) return { ...draft, range: found.range };
  return { ...draft, anchor: null, range: null, words: `“${anchor.quote}”\n\n${draft.words}` };
}

/** A comment on the whole bulletin, with what was being written, and `words` after it. */
export function onWhole(draft: NewDraft | null, words = ""): NewDraft {
  const all = [draft?.words ?? "", words].filter((part) => part.trim() !== "").join("\n\n");
  return { kind: "comment", anchor: null, range: null, words: all, tags: draft?.tags ?? [], isSetAside: false };
}
