import { gateway } from "../../../../../../server/gateway.ts";
import { principalOfRequest } from "../../../../../session.ts";
import { handle } from "../../../../problem.ts";
import { bulletinIdOf } from "../../path-ids.ts";
import { readJson } from "../../request-body.ts";
import { refusalError } from "../carry-out.ts";

/** The command that a browser sends over its socket, by HTTP: the same shape, the same path, the same answer. */
export const POST = handle(async (request: Request, context: { params: Promise<{ id: string }> }) => {
  const principal = await principalOfRequest(request);
  const id = await bulletinIdOf(context);
  const answer = await gateway().annotations.carryOut(principal, id, await readJson(request));
  if (!answer.ok) throw refusalError(answer.refusal);
  return Response.json(answer);
});
