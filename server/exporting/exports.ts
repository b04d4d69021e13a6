/** A bulletin written for another program or for paper. */

import type { Principal } from "../auth/people.ts";

export const EXPORT_FORMATS = ["html", "jsonld"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportFile {
  /** For Content-Disposition; made from the title. */
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** Every method throws AppError with a sentence for the person; roles are checked here, not by callers. */
export interface Exports {
  export(principal: Principal, bulletinId: string, format: string, origin: string): Promise<ExportFile>;
}
