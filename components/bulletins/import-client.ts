/** The import page's way to the server. What is read here is what app/api/v1/imports answers. */

import type { BulletinNode } from "../../domain/schema/document.ts";

export interface ShownRepair {
  id: string;
  kind: string;
  text: string;
  before: string;
  after: string;
  accepted: boolean;
}

export interface Preview {
  title: string;
  author: string | null;
  document: BulletinNode;
  repairs: ShownRepair[];
  words: number;
}

/** What is being imported, as text. */
export interface Source {
  text: string;
  format: string;
  /** The file's name, null for what was pasted. */
  name: string | null;
}

/** The server's refusal, or its absence; the message is a sentence for the person. */
export class ImportRefused extends Error {
  /** The HTTP status; null when there was no answer. */
  readonly status: number | null;

  constructor(sentence: string, status: number | null) {
    super(sentence);
    this.status = status;
  }
}

const UNREACHABLE = "The server could not be reached. Check the connection and try again; nothing you entered is lost.";

export async function previewFile(file: File, signal: AbortSignal): Promise<{ source: Source; preview: Preview }> {
  const body = new FormData();
  body.set("file", file);
  const { text, format, ...preview } = await post<Preview & Omit<Source, "name">>("/api/v1/imports", { body, signal });
  return { source: { text, format, name: file.name }, preview };
}

export function previewText(source: Source, refused: string[], signal: AbortSignal): Promise<Preview> {
  return post("/api/v1/imports", json({ ...wordsOf(source), refused }, signal));
}

/** Returns the new bulletin's id. */
export async function importText(
  source: Source,
  choices: { refused: string[]; title: string; author: string | null },
  signal: AbortSignal,
): Promise<string> {
  const body = { ...wordsOf(source), ...choices };
  return (await post<{ id: string }>("/api/v1/imports/create", json(body, signal))).id;
}

const wordsOf = ({ text, format, name }: Source) => ({ text, format, ...(name === null ? {} : { fileName: name }) });

export function json(body: unknown, signal: AbortSignal): RequestInit {
  return { body: JSON.stringify(body), headers: { "Content-Type": "application/json" }, signal };
}

const UNREADABLE = "The server could not read this. Nothing was changed; try again.";

/** Throws {@link ImportRefused}, or what aborted it. */
export async function post<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, method: "POST" });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ImportRefused(UNREACHABLE, null);
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as T;
  throw new ImportRefused(detailOf(answer) ?? UNREADABLE, response.status);
}

/** The sentence of a problem+json (RFC 9457). */
function detailOf(answer: unknown): string | null {
  const isProblem = typeof answer === "object" && answer !== null && "detail" in answer;
  return isProblem && typeof answer.detail === "string" ? answer.detail : null;
}
