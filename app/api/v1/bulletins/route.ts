import { bulletinAddress, bulletinApiAddress } from "../../../../domain/w3c/addresses.ts";
import { gateway } from "../../../../server/gateway.ts";
import { principalOfRequest } from "../../../session.ts";
import { handle } from "../../problem.ts";
import { readNewBulletin } from "./create-bulletin.ts";
import { limitOf } from "./request-body.ts";
import { siteOrigin } from "./site-origin.ts";

export const GET = handle(async (request: Request) => {
  const principal = await principalOfRequest(request);
  const query = new URL(request.url).searchParams;
  const { items, next } = await gateway().bulletins.list(principal, {
    cursor: query.get("cursor"),
    limit: limitOf(query, 50, 200),
    deleted: query.get("deleted") === "true",
  });
  const origin = siteOrigin(request);
  return Response.json({ items: items.map((item) => ({ ...item, url: bulletinAddress(origin, item.id) })), next });
});

export const POST = handle(async (request: Request) => {
  const principal = await principalOfRequest(request);
  const { id, title } = await gateway().imports.import(principal, await readNewBulletin(request));
  const origin = siteOrigin(request);
  const headers = { Location: bulletinApiAddress(origin, id) };
  return Response.json({ id, title, url: bulletinAddress(origin, id) }, { status: 201, headers });
});
