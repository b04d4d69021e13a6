/** What a POST on bulletins says, in either of its forms. */

import { z } from "zod";
import { AppError } from "../../../../domain/app-error.ts";
import { gateway } from "../../../../server/gateway.ts";
import type { ImportInput, TextFormat } from "../../../../server/importing/imports.ts";
import { parsed, readForm, readJson } from "./request-body.ts";

const FORMATS = ["text", "markdown", "html"] as const satisfies readonly TextFormat[];

const schema = z.object({
  text: z.string(),
  format: z.enum(FORMATS).default("text"),
  title: z.string().optional(),
  source: z.string().optional(),
  repair: z.boolean().default(false),
});

/** A file in a form, or a text in JSON. */
export async function readNewBulletin(request: Request): Promise<ImportInput> {
  const type = request.headers.get("content-type")?.toLowerCase() ?? "";
  if (type.startsWith("multipart/form-data")) return readFileForm(await readForm(request));
  return { ...parsed(schema, await readJson(request)), refused: [] };
}

async function readFileForm(form: FormData): Promise<ImportInput> {
  const file = form.get("file");
  if (!(file instanceof File)) throw new AppError("invalid", "Send the bulletin as a file in the field “file”.");
  const { text, format } = gateway().imports.readFile({
    name: file.name,
    bytes: new Uint8Array(await file.arrayBuffer()),
  });
  return {
    text,
    format,
    refused: [],
    fileName: file.name,
    repair: ["true", "1", "on"].includes(field(form, "repair") ?? ""),
    title: field(form, "title"),
    source: field(form, "source"),
  };
}

/** A field's words; an empty field says nothing. */
function field(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
