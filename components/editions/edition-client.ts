/** The edition page's way to the server. What is read here is what app/api/v1/bulletins/ID/editions answers. */

import type { ComparedBlock, ComparedCounts } from "../../domain/edition/compare-texts.ts";
import type { Fate, ReportItem } from "../../domain/edition/edition-report.ts";
import { json, post, type ShownRepair } from "../bulletins/import-client.ts";

export interface Report {
  seq: number;
  digest: string;
  counts: Record<Fate, number>;
  items: ReportItem[];
  text: ComparedCounts;
  comparison: ComparedBlock[];
  comparisonLeft: number;
  found: { title: string | null; author: string | null };
  repairs: ShownRepair[];
}

/** The revised text: a file, or what was pasted. */
export type Revised = { file: File } | { text: string; format: string };

interface Acceptance {
  report: Report;
  /** Idempotency key: pressed twice, it is done once. */
  key: string;
  title: string | null;
  author: string | null;
}

export function askForReport(id: string, revised: Revised, refused: readonly string[], signal: AbortSignal) {
  return post<Report>(pathOf(id), requestOf(revised, { refused }, signal));
}

export async function acceptEdition(
  id: string,
  revised: Revised,
  refused: readonly string[],
  { report, key, title, author }: Acceptance,
  signal: AbortSignal,
): Promise<void> {
  const fields = { ...(title !== null && { title }), ...(author !== null && { author }) };
  const choices = { refused, accept: true, seq: report.seq, digest: report.digest, ...fields };
  const init = requestOf(revised, choices, signal);
  await post(pathOf(id), { ...init, headers: { ...init.headers, "Idempotency-Key": key } });
}

const pathOf = (id: string): string => `/api/v1/bulletins/${id}/editions`;

type Choices = Record<string, string | number | boolean | readonly string[]>;

/** A file goes as a form, so that the server reads its encoding. */
function requestOf(revised: Revised, choices: Choices, signal: AbortSignal): RequestInit {
  if ("text" in revised) return json({ ...revised, ...choices, repair: true }, signal);
  const body = new FormData();
  body.set("file", revised.file);
  body.set("repair", "true");
  for (const [name, value] of Object.entries(choices)) {
    if (Array.isArray(value)) for (const one of value) body.append(name, String(one));
    else body.set(name, String(value));
  }
  return { body, signal };
}
