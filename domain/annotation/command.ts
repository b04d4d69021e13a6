/**
 * Commands: the only way in which annotations and vocabularies change. A client sends one with an idempotency key,
 * the server decides it (decide-annotation.ts, vocabulary/decide-vocabulary.ts) and Yjs carries the outcome to all.
 */

import type { ProposedAnchor } from "../anchor/anchor.ts";
import type { TagColour } from "../vocabulary/vocabulary.ts";
import type { AnnotationKind } from "./annotation.ts";

/** Longest comment, in UTF-16 code units: about 40 pages. */
export const COMMENT_MAX = 100_000;

export type AnnotationCommand =
  | {
      name: "create-annotation";
      annotation: string;
      kind: AnnotationKind;
      anchor: ProposedAnchor | null;
      comment: { id: string; text: string } | null;
      tags: string[];
    }
  | { name: "delete-annotation"; annotation: string }
  | { name: "restore-annotation"; annotation: string }
  | { name: "change-kind"; annotation: string; kind: AnnotationKind }
  /** On another passage, or on more or fewer words; also confirms an uncertain one where it lies. */
  | { name: "place-annotation"; annotation: string; anchor: ProposedAnchor }
  /** Takes the actor's own newest placing back. */
  | { name: "unplace-annotation"; annotation: string }
  | { name: "tag-annotation"; annotation: string; tag: string }
  | { name: "untag-annotation"; annotation: string; tag: string }
  | { name: "add-comment"; annotation: string; comment: string; text: string }
  | { name: "edit-comment"; annotation: string; comment: string; text: string }
  | { name: "delete-comment"; annotation: string; comment: string }
  | { name: "resolve-thread"; annotation: string; reason: string | null }
  | { name: "reopen-thread"; annotation: string };

export type VocabularyCommand =
  | { name: "create-tag"; tag: string; label: string; colour: TagColour }
  | { name: "change-tag"; tag: string; label: string; colour: TagColour }
  | { name: "delete-tag"; tag: string }
  | { name: "restore-tag"; tag: string };

/**
 * The text that a command was made on: marker `n` of the client's replica of the text document (see protocol). The
 * server waits for that text before it decides, or finds the passage by its quote.
 */
export interface TextMarker {
  replica: string;
  n: number;
}

export interface CommandEnvelope<C = AnnotationCommand | VocabularyCommand> {
  /** Idempotency key, a UUID of the client's: sent again, the first answer is given again and nothing is done twice. */
  key: string;
  command: C;
  textMarker: TextMarker | null;
}

/** Why a command was refused; `text` is one plain sentence for the person who gave it. */
export interface Refusal {
  code: RefusalCode;
  text: string;
}

export type RefusalCode =
  | "forbidden"
  | "not-found"
  | "invalid"
  | "quote-not-found"
  | "conflict"
  | "too-large"
  | "unavailable";

export type CommandAnswer = { key: string; ok: true } | { key: string; ok: false; refusal: Refusal };

export const refuse = (code: RefusalCode, text: string): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: { code, text },
});
