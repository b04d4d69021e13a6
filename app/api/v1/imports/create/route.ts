import { gateway } from "../../../../../server/gateway.ts";
import { principalOfRequest } from "../../../../session.ts";
import { handle } from "../../../problem.ts";
import { readImportRequest } from "../import-request.ts";

/** Imports what was previewed, without the refused repairs. A handler and no server action: those take 1 MB at most. */
export const POST = handle(async (request: Request) => {
  const principal = await principalOfRequest(request);
  const { author, ...input } = await readImportRequest(request);
  const { imports, bulletins } = gateway();
  const bulletin = await imports.import(principal, { ...input, repair: true });
  if (author !== undefined && author !== bulletin.author) await bulletins.change(principal, bulletin.id, { author });
  return Response.json({ id: bulletin.id }, { status: 201 });
});
