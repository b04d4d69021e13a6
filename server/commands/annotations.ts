/** Annotations as the API sees them, and the one path by which commands are carried out. */

import type { TextRange } from "../../domain/anchor/anchor.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { CommandAnswer } from "../../domain/annotation/command.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import type { Tag } from "../../domain/vocabulary/vocabulary.ts";
import type { Principal } from "../auth/people.ts";

/** An annotation with where it lies now; `range` is null when it is detached, uncertain without a place, or on the whole bulletin. */
export interface PlacedAnnotation {
  annotation: Annotation;
  range: TextRange | null;
}

/** One consistent state of a bulletin: text and annotations at known sequences. */
export interface BulletinState {
  text: string;
  textSeq: number;
  /** The document that `text` is the plain text of, read at the same moment. */
  document: BulletinNode;
  /** Visible ones, in the order of the text (those without a place last), then by time. */
  annotations: PlacedAnnotation[];
  tags: Tag[];
}

/** Every method throws AppError with a sentence for the person; roles are checked here, not by callers. */
export interface Annotations {
  state(principal: Principal, bulletinId: string): Promise<BulletinState>;
  /** Parses, decides, commits. The socket's `command` messages take the same path. */
  carryOut(principal: Principal, bulletinId: string, envelope: unknown): Promise<CommandAnswer>;
  /** The vocabulary's commands. */
  carryOutOnVocabulary(principal: Principal, envelope: unknown): Promise<CommandAnswer>;
  tags(principal: Principal): Promise<Tag[]>;
}
