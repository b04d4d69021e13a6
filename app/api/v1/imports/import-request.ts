import { z } from "zod";
import { AppError } from "../../../../domain/app-error.ts";
import type { TextFormat } from "../../../../server/importing/imports.ts";

const FORMATS = ["text", "markdown", "html"] as const satisfies readonly TextFormat[];

const schema = z.object({
  text: z.string("Send the text as “text”."),
  format: z.enum(FORMATS, "The format is “text”, “markdown” or “html”.").default("text"),
  refused: z.array(z.string()).default([]),
  fileName: z.string().optional(),
  title: z.string().optional(),
  author: z.string().nullable().optional(),
});

export type ImportRequest = z.infer<typeof schema>;

/** The JSON body of a request on imports; throws `invalid` with the first mistake's sentence. */
export async function readImportRequest(request: Request): Promise<ImportRequest> {
  const body: unknown = await request.json().catch(() => {
    throw new AppError("invalid", "The request's body is not JSON.");
  });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid", parsed.error.issues[0]?.message ?? "The request can't be read.");
}
