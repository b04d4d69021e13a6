import { gateway } from "../../../../../../server/gateway.ts";
import { principalOfRequest } from "../../../../../session.ts";
import { handle } from "../../../../problem.ts";
import { entityTag, matchesEntityTag } from "../../entity-tag.ts";
import { bulletinIdOf } from "../../path-ids.ts";

export const GET = handle(async (request: Request, context: { params: Promise<{ id: string }> }) => {
  const principal = await principalOfRequest(request);
  const { text, seq } = await gateway().bulletins.text(principal, await bulletinIdOf(context));
  const tag = entityTag(seq);
  const headers = { ETag: tag, "Cache-Control": "private, no-cache" };
  if (matchesEntityTag(request.headers.get("if-none-match"), tag)) return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, "Content-Type": "text/plain; charset=utf-8" } });
});
