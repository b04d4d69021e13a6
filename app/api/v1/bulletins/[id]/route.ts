import { z } from "zod";
import { bulletinAddress } from "../../../../../domain/w3c/addresses.ts";
import { gateway } from "../../../../../server/gateway.ts";
import { principalOfRequest } from "../../../../session.ts";
import { handle } from "../../../problem.ts";
import { bulletinIdOf } from "../path-ids.ts";
import { parsed, readJson } from "../request-body.ts";
import { siteOrigin } from "../site-origin.ts";

interface Context {
  params: Promise<{ id: string }>;
}

const changes = z
  .strictObject({
    title: z.string().optional(),
    author: z.string().nullable().optional(),
    source: z.string().nullable().optional(),
  })
  .refine((fields) => Object.keys(fields).length > 0, "name a title, an author or a source");

export const GET = handle(async (request: Request, context: Context) => {
  const principal = await principalOfRequest(request);
  const bulletin = await gateway().bulletins.get(principal, await bulletinIdOf(context));
  return Response.json({ ...bulletin, url: bulletinAddress(siteOrigin(request), bulletin.id) });
});

export const PATCH = handle(async (request: Request, context: Context) => {
  const principal = await principalOfRequest(request);
  const id = await bulletinIdOf(context);
  const bulletin = await gateway().bulletins.change(principal, id, parsed(changes, await readJson(request)));
  return Response.json({ ...bulletin, url: bulletinAddress(siteOrigin(request), bulletin.id) });
});

export const DELETE = handle(async (request: Request, context: Context) => {
  const principal = await principalOfRequest(request);
  await gateway().bulletins.delete(principal, await bulletinIdOf(context));
  return new Response(null, { status: 204 });
});
