/** The update log as the rooms see it: the truth of every document. server/data/update-log.ts keeps it in the database. */

import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { Tag } from "../../domain/vocabulary/vocabulary.ts";

export interface LogEntry {
  /** A Yjs update in encoding V1. */
  bytes: Uint8Array;
  /** Who wrote it; null: the server itself. */
  userId: string | null;
}

/** A Yjs client id belongs to the first person who wrote under it. */
export interface Claim {
  client: number;
  userId: string;
}

/** The key of a command that somebody gave. */
export interface CommandKey {
  userId: string;
  key: string;
}

/** What has to become true together with the entries. */
export interface Projection {
  annotations?: { bulletinId: string; changed: Annotation[] };
  tags?: { workspaceId: string; changed: Tag[] };
  receipts?: (CommandKey & { answer: unknown })[];
}

/** Entries that commute with whatever else is written: a text's. */
export interface Append {
  documentId: string;
  entries: LogEntry[];
  /** Client ids that are new in these entries. */
  claims: Claim[];
}

/** What a decision, made under the lock of the document's head, leads to. */
export interface Decided {
  entries: LogEntry[];
  claims: Claim[];
  projection: Projection | null;
}

/** There is no such document. */
export class NoSuchDocument extends Error {}

/** Somebody else has written under one of the claimed client ids; nothing was stored. */
export class ClientIdTaken extends Error {}

/** A document's state after `seq`, or what of it is missing after an earlier one: applying more than that is harmless. */
export interface StoredState {
  seq: number;
  /** The newest snapshot in encoding V2, and the entries after it in order. */
  snapshot: Uint8Array | null;
  entries: Uint8Array[];
  claims: Claim[];
}

export interface UpdateLog {
  /** In one transaction. Throws {@link NoSuchDocument}. */
  load(documentId: string): Promise<StoredState>;
  /** What was written after `seq`, with the snapshot when entries after `seq` went into it. Throws {@link NoSuchDocument}. */
  since(documentId: string, seq: number): Promise<StoredState>;
  /** Heads of these documents; one that does not exist is not in it. */
  heads(documentIds: string[]): Promise<Map<string, number>>;
  /** Makes the document's head row if there is none: for private documents and vocabularies, which begin empty. */
  ensure(documentId: string): Promise<void>;
  /**
   * Stores the entries, together with those of other documents that wait; gives the head after them (entries of other
   * nodes may stand before them). Throws {@link ClientIdTaken}, {@link NoSuchDocument}; with any error nothing was
   * stored, or it is not known (a connection lost while committing): load again. Never throws
   * itself. No promise: it is stored already.
   */
  append(append: Append): number | Promise<number>;
  /**
   * One transaction: locks the head, reads what was written after `seq`, lets `decide` take that in and decide on it,
   * and stores what it decided; gives the head after it. `decide` runs once, synchronously; when it throws, or any
   * statement fails, nothing is stored. `keys`: commands whose receipts are looked for; `done` holds those found, as
   * `USER KEY`.
   */
  decide(
    documentId: string,
    seq: number,
    keys: CommandKey[],
    decide: (missed: StoredState | null, done: ReadonlySet<string>) => Decided,
  ): Promise<number>;
  /**
   * Replaces entries by a snapshot built from the stored rows, off the main thread; deletes exactly the rows that it
   * read. Does nothing while fewer than `least` entries follow the snapshot.
   */
  compact(documentId: string, least: number): Promise<void>;
  /** The answer kept for a command that was carried out. */
  receipt(userId: string, key: string): Promise<unknown | null>;
}
