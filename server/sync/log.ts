/** The update log as the rooms see it: the truth of every document. server/data/update-log.ts keeps it in the database. */

import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { Tag } from "../../domain/vocabulary/vocabulary.ts";

export interface LogEntry {
  /** A Yjs update in encoding V1. */
  bytes: Uint8Array;
  /** Who wrote it; null: the server itself. */
  userId: string | null;
}

/** What has to become true together with the entries. */
export interface Projection {
  annotations?: { bulletinId: string; changed: Annotation[] };
  tags?: { workspaceId: string; changed: Tag[] };
  receipts?: { userId: string; key: string; answer: unknown }[];
}

export interface Batch {
  documentId: string;
  entries: LogEntry[];
  /** The head that the entries were decided on; null when they commute with whatever else is written (text). */
  expectedSeq: number | null;
  projection: Projection | null;
}

/** Someone else wrote since the batch was decided: load again, decide again. */
export class HeadMoved extends Error {}

/** There is no such document. */
export class NoSuchDocument extends Error {}

export interface StoredDocument {
  seq: number;
  /** The newest snapshot in encoding V2, and the entries after it in order. */
  snapshot: Uint8Array | null;
  entries: Uint8Array[];
}

export interface UpdateLog {
  /** Throws {@link NoSuchDocument}. */
  load(documentId: string): Promise<StoredDocument>;
  /** Makes the document's head row if there is none: for private documents and vocabularies, which begin empty. */
  ensure(documentId: string): Promise<void>;
  /** One transaction; gives the head after it. Throws {@link HeadMoved}; any other error: nothing was stored. */
  append(batch: Batch): Promise<number>;
  /** Replaces entries by a snapshot built from the stored rows; deletes exactly the rows that it read. */
  compact(documentId: string): Promise<void>;
  /** The answer kept for a command that was carried out. */
  receipt(userId: string, key: string): Promise<unknown | null>;
}
