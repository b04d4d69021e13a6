/** Bodies of requests, read within bounds and told apart from mistakes. */

import type { z } from "zod";
import { AppError } from "../../../../domain/app-error.ts";

/** A text of 5 MB, the most that an import takes, with its form or JSON around it. */
const BODY_MAX_BYTES = 6 * 1024 * 1024;

/** What is too large is still received up to here and thrown away: a client that is still sending hears no answer. */
const DISCARDED_MAX_BYTES = 128 * 1024 * 1024;

const tooLarge = (): AppError =>
  new AppError("too-large", "The request is too large; Glossa takes up to 6 MB at once.");

/** The whole body. Throws `too-large`; what was announced as hopeless is not read at all. */
export async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > DISCARDED_MAX_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length;
    if (size <= BODY_MAX_BYTES) chunks.push(part.value);
    else chunks.length = 0;
    if (size > DISCARDED_MAX_BYTES) {
      await reader?.cancel();
      break;
    }
  }
  if (size > BODY_MAX_BYTES) throw tooLarge();
  return new Uint8Array(Buffer.concat(chunks));
}

/** The body as JSON. Throws `invalid`, `too-large`. */
export async function readJson(request: Request): Promise<unknown> {
  const bytes = await readBytes(request);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AppError("invalid", "The request’s body is not encoded in UTF-8.");
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("invalid", "The request’s body is not JSON.");
  }
}

/** The body as a form. Throws `invalid`, `too-large`. */
export async function readForm(request: Request): Promise<FormData> {
  const bytes = await readBytes(request);
  const type = request.headers.get("content-type") ?? "";
  try {
    return await new Response(bytes, { headers: { "Content-Type": type } }).formData();
  } catch {
    throw new AppError("invalid", "The request’s body is not the form that its content type says.");
  }
}

/** What a schema makes of a value; throws `invalid` with the first mistake and where it is. */
export function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue && issue.path.length > 0 ? ` “${issue.path.join(".")}”` : "";
  throw new AppError("invalid", `The request can’t be read${where}: ${issue?.message ?? "it is malformed"}.`);
}

/** How many items a page shall have: `limit` of the query. */
export function limitOf(query: URLSearchParams, usual: number, most: number): number {
  const value = query.get("limit");
  if (value === null) return usual;
  const limit = /^\d{1,6}$/.test(value) ? Number(value) : 0;
  if (limit < 1 || limit > most) throw new AppError("invalid", `“limit” is a whole number from 1 to ${most}.`);
  return limit;
}
