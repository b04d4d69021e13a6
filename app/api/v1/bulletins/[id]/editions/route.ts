import { gateway } from "../../../../../../server/gateway.ts";
import { principalOfRequest } from "../../../../../session.ts";
import { handle } from "../../../../problem.ts";
import { entityTag } from "../../entity-tag.ts";
import { bulletinIdOf } from "../../path-ids.ts";
import { requestKey } from "../carry-out.ts";
import { readEditionRequest, sequenceOf } from "./edition-request.ts";

/** Reports what a revised text would do; with `accept` it is done, on condition that the report is still true. */
export const POST = handle(async (request: Request, context: { params: Promise<{ id: string }> }) => {
  const principal = await principalOfRequest(request);
  const id = await bulletinIdOf(context);
  const asked = await readEditionRequest(request);
  const { editions } = gateway();
  if (!asked.accept) {
    const report = await editions.preview(principal, id, asked.input);
    return Response.json(report, { headers: { ETag: entityTag(report.seq), "Cache-Control": "no-store" } });
  }
  const { digest, title, author } = asked;
  const acceptance = { seq: sequenceOf(request, asked), digest, title, author, key: requestKey(request, principal) };
  return Response.json(await editions.accept(principal, id, asked.input, acceptance));
});
