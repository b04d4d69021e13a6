/** What a POST on editions says, in either of its forms. */

import { z } from "zod";
import { AppError } from "../../../../../../domain/app-error.ts";
import type { EditionInput } from "../../../../../../server/commands/editions.ts";
import { gateway } from "../../../../../../server/gateway.ts";
import type { TextFormat } from "../../../../../../server/importing/imports.ts";
import { parsed, readForm, readJson } from "../../request-body.ts";

const FORMATS = ["text", "markdown", "html"] as const satisfies readonly TextFormat[];

const choices = z.object({
  repair: z.boolean().default(false),
  refused: z.array(z.string()).default([]),
  accept: z.boolean().default(false),
  seq: z.number().int().nonnegative().optional(),
  digest: z.string().max(100).optional(),
  title: z.string().optional(),
  author: z.string().nullable().optional(),
});

const body = choices.extend({
  text: z.string(),
  format: z.enum(FORMATS, "the format is “text”, “markdown” or “html”").default("text"),
  fileName: z.string().max(255).optional(),
});

export type EditionRequest = z.infer<typeof choices> & { input: EditionInput };

/** A file in a form, or a text in JSON. */
export async function readEditionRequest(request: Request): Promise<EditionRequest> {
  const type = request.headers.get("content-type")?.toLowerCase() ?? "";
  if (type.startsWith("multipart/form-data")) return readEditionForm(await readForm(request));
  const { text, format, fileName, ...rest } = parsed(body, await readJson(request));
  return { ...rest, input: { text, format, fileName, repair: rest.repair, refused: rest.refused } };
}

async function readEditionForm(form: FormData): Promise<EditionRequest> {
  const file = form.get("file");
  if (!(file instanceof File)) throw new AppError("invalid", "Send the revised text as a file in the field “file”.");
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { text, format } = gateway().imports.readFile({ name: file.name, bytes });
  const fields = parsed(choices, {
    repair: isOn(form, "repair"),
    refused: form.getAll("refused"),
    accept: isOn(form, "accept"),
    seq: words(form, "seq") === undefined ? undefined : Number(words(form, "seq")),
    digest: words(form, "digest"),
    title: words(form, "title"),
    author: words(form, "author"),
  });
  return { ...fields, input: { text, format, fileName: file.name, repair: fields.repair, refused: fields.refused } };
}

/** A field's words; an empty field says nothing. */
function words(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

const isOn = (form: FormData, name: string): boolean => ["true", "1", "on"].includes(words(form, name) ?? "");

/** The sequence of the text that the report was made on: the field, or the entity tag of If-Match. */
export function sequenceOf(request: Request, { seq }: EditionRequest): number {
  const tag = /^\s*"(\d{1,15})"\s*$/.exec(request.headers.get("if-match") ?? "")?.[1];
  const sequence = seq ?? (tag === undefined ? undefined : Number(tag));
  if (sequence === undefined) {
    throw new AppError("invalid", "Say which report is accepted: its “seq”, as a field or in If-Match.");
  }
  return sequence;
}
