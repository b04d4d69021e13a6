/** From a file or pasted text to a bulletin: reading, repairing, and the preview that shows each repair. */

import type { BulletinSummary } from "../../domain/bulletin/bulletin.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import type { Principal } from "../auth/people.ts";

export const TEXT_FORMATS = ["text", "markdown", "html"] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

/** One thing that the importer mended. Its id is stable for the same input, so that it can be refused. */
export interface Repair {
  id: string;
  kind:
    | "title"
    | "author"
    | "running-header"
    | "joined-paragraph"
    | "run-in-heading"
    | "link"
    | "italics"
    | "page-number";
  /** One sentence for the preview, in plain words. */
  text: string;
  /** The words concerned, and what becomes of them. */
  before: string;
  after: string;
}

export interface ImportInput {
  text: string;
  format: TextFormat;
  /** False: one paragraph per block between blank lines and nothing else (`text`), or only what the format says. */
  repair: boolean;
  /** Ids of repairs that the person refused. */
  refused: string[];
  /** Wins over what is found in the text. */
  title?: string | undefined;
  /** The file's name: names the bulletin when neither `title` nor the text does. */
  fileName?: string | undefined;
  /** Where the text comes from, for the bulletin's field. */
  source?: string | undefined;
}

export interface ImportPreview {
  title: string;
  author: string | null;
  document: BulletinNode;
  /** All that were found; `accepted` says which were done. */
  repairs: (Repair & { accepted: boolean })[];
  words: number;
}

/** Every method throws AppError with a sentence for the person. */
export interface Imports {
  /** Checks a file's name, size and encoding, and gives its text. Throws `too-large`, `unprocessable`. */
  readFile(input: { name: string; bytes: Uint8Array }): { text: string; format: TextFormat };
  /** Throws `forbidden` for who may not import. */
  preview(principal: Principal, input: ImportInput): ImportPreview;
  /** Previews and creates. */
  import(principal: Principal, input: ImportInput): Promise<BulletinSummary>;
}
