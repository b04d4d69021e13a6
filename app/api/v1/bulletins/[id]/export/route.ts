import { AppError } from "../../../../../../domain/app-error.ts";
import { contentDisposition } from "../../../../../../domain/export/file-name.ts";
import { gateway } from "../../../../../../server/gateway.ts";
import { principalOfRequest } from "../../../../../session.ts";
import { handle } from "../../../../problem.ts";
import { bulletinIdOf } from "../../path-ids.ts";
import { siteOrigin } from "../../site-origin.ts";

export const GET = handle(async (request: Request, context: { params: Promise<{ id: string }> }) => {
  const principal = await principalOfRequest(request);
  const query = new URL(request.url).searchParams;
  if (query.has("version")) {
    throw new AppError("not-found", "There is no such version; without “version” the present state is exported.");
  }
  const id = await bulletinIdOf(context);
  const file = await gateway().exports.export(principal, id, query.get("format") ?? "", siteOrigin(request));
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      "Content-Type": file.mediaType,
      "Content-Disposition": contentDisposition(file.name),
      "Content-Length": String(file.bytes.length),
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
});
