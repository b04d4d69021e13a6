import { AppError } from "../../../../domain/app-error.ts";
import { gateway } from "../../../../server/gateway.ts";
import { principalOfRequest } from "../../../session.ts";
import { handle } from "../../problem.ts";
import { readImportRequest } from "./import-request.ts";

/** Beyond it a body is not even read: four times what readFile takes, so that it can say how large a file was. */
const BODY_MAX_BYTES = 64 * 1024 * 1024;

/**
 * Previews an import and changes nothing. A file (multipart `file`) is answered with its text and format too, so that
 * the next preview, with repairs refused, is asked for in JSON.
 */
export const POST = handle(async (request: Request) => {
  const principal = await principalOfRequest(request);
  if (Number(request.headers.get("content-length") ?? 0) > BODY_MAX_BYTES) {
    throw new AppError("too-large", "This file is too large. Glossa takes texts of up to 5 MB.");
  }
  const { imports } = gateway();
  if (request.headers.get("content-type")?.startsWith("multipart/form-data")) {
    const file = await fileOf(request);
    const { text, format } = imports.readFile(file);
    const preview = imports.preview(principal, { text, format, repair: true, refused: [], fileName: file.name });
    return Response.json({ ...preview, text, format });
  }
  const { author: _, ...input } = await readImportRequest(request);
  return Response.json(imports.preview(principal, { ...input, repair: true }));
});

async function fileOf(request: Request): Promise<{ name: string; bytes: Uint8Array }> {
  const form = await request.formData().catch(() => {
    throw new AppError("invalid", "The form can't be read.");
  });
  const file = form.get("file");
  if (!(file instanceof File)) throw new AppError("invalid", "Send the file in the field “file”.");
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}
