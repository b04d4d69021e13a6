/** New editions of a bulletin's text: first a report of what would become of each annotation, then the replacement itself. */

import type { ComparedBlock, ComparedCounts } from "../../domain/edition/compare-texts.ts";
import type { Fate, ReportItem } from "../../domain/edition/edition-report.ts";
import type { Principal } from "../auth/people.ts";
import type { ImportInput, ImportPreview } from "../importing/imports.ts";

export type EditionInput = Pick<ImportInput, "text" | "format" | "repair" | "refused" | "fileName">;

export interface EditionReport {
  /** Sequence of the text that it was made on. */
  seq: number;
  /** Of all that it says of text and annotations: the same digest, the same report. */
  digest: string;
  counts: Record<Fate, number>;
  items: ReportItem[];
  /** Blocks of the text. */
  text: ComparedCounts;
  /** The beginning of the comparison; `comparisonLeft` says how many blocks that differ come after it. */
  comparison: ComparedBlock[];
  comparisonLeft: number;
  /** Found in the head of the text, for the person to take over or not; null when there is none. */
  found: { title: string | null; author: string | null };
  repairs: ImportPreview["repairs"];
}

/** What a report is accepted with. */
export interface Acceptance {
  seq: number;
  /** With it, also a change of the annotations since the report is refused. */
  digest?: string | undefined;
  /** Idempotency key. */
  key: string;
  /** Replace the bulletin's own where given. */
  title?: string | undefined;
  author?: string | null | undefined;
}

/** Every method throws AppError with a sentence for the person; roles are checked here, not by callers. */
export interface Editions {
  /** Changes nothing. */
  preview(principal: Principal, bulletinId: string, input: EditionInput): Promise<EditionReport>;
  /** Replaces the text and carries the annotations; `conflict` when the report is no longer true. Gives the sequence after it. */
  accept(
    principal: Principal,
    bulletinId: string,
    input: EditionInput,
    acceptance: Acceptance,
  ): Promise<{ accepted: true; seq: number }>;
}
