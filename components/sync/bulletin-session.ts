/** What the reading view knows of one bulletin while it is open, and what it can do. `use-bulletin-session.ts` makes it. */

import type { Awareness } from "y-protocols/awareness";
import type { Doc } from "yjs";
import type { TextRange } from "../../domain/anchor/anchor.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { AnnotationCommand, Refusal, VocabularyCommand } from "../../domain/annotation/command.ts";
import type { Actor } from "../../domain/permissions/permissions.ts";
import type { Tag } from "../../domain/vocabulary/vocabulary.ts";

/** An annotation as the server holds it with the outbox's commands on top. */
export interface AnnotationView {
  annotation: Annotation;
  /** A command on it is not acknowledged yet. */
  pending: boolean;
  /** Where it lies in the text now (UTF-16, plain text); null when it can't be resolved (yet), is detached or on the whole bulletin. */
  range: TextRange | null;
}

/**
 * What is not saved is in this browser's storage and survives the page's end; or on its way there; or nowhere but in this
 * tab, because the browser stores nothing.
 */
export type KeptState = "kept" | "keeping" | "only-here";

export type SavedState =
  | { state: "loading" }
  | { state: "saved" }
  | { state: "saving" }
  /** Without connection; `waiting` counts changes not yet on the server. */
  | { state: "offline"; waiting: number; kept: KeptState }
  /** Final: signed out, no access, deleted, outdated page. `next`: what helps. */
  | { state: "closed"; reason: string; next: "sign-in" | "reload" | null; kept: KeptState };

/** A command or edit that the server refused, kept with the person's words until dismissed. */
export interface RefusedChange {
  key: string;
  refusal: Refusal | { code: string; text: string };
  /** The words that would otherwise be lost: a comment's text, or pasted or typed text. Null when there are none. */
  words: string | null;
  /** What can be tried again, should it help; null for text. */
  command: AnnotationCommand | VocabularyCommand | null;
}

export type SendResult = { ok: true } | { ok: false; refusal: RefusedChange["refusal"] };

export interface PresentPerson {
  id: string;
  name: string;
  /** One of the tag colours' names. */
  colour: string;
}

export interface BulletinSession {
  me: Actor;
  /** The bulletin's fields, once somebody has changed them while it is open; null until then. */
  bulletin: { title: string; author: string | null; source: string | null } | null;
  /** `plain`: the text in which the annotations' ranges count. The document is another one after a refused edit. */
  text: { doc: Doc; awareness: Awareness; isLoaded: boolean; plain: string };
  /** Visible ones in the order of the text; those without a place last. */
  annotations: readonly AnnotationView[];
  areAnnotationsLoaded: boolean;
  /** Tags that are not deleted, by label. */
  tags: readonly Tag[];
  saved: SavedState;
  refused: readonly RefusedChange[];
  dismissRefused(key: string): void;
  /** Sends a refused command once more. */
  retryRefused(key: string): void;
  /** Others who have the bulletin open, one entry a person. */
  present: readonly PresentPerson[];
  /** Whether an editor draws the text. It moves its highlights by itself, so in a crowd the rest waits for a pause in typing. */
  editorShown(isShown: boolean): void;
  /** Puts the command into the outbox, draws it as pending, sends it; the promise settles with the server's answer. */
  send(command: AnnotationCommand | VocabularyCommand): Promise<SendResult>;
}
