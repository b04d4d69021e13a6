import { AppError } from "../../../../../../domain/app-error.ts";
import { exportAnnotations } from "../../../../../../domain/export/export-model.ts";
import { bulletinAddress, bulletinApiAddress } from "../../../../../../domain/w3c/addresses.ts";
import { CONTEXT, w3cReply } from "../../../../../../domain/w3c/write-annotation.ts";
import { w3cDocument, w3cPage } from "../../../../../../domain/w3c/write-page.ts";
import { gateway } from "../../../../../../server/gateway.ts";
import { principalOfRequest } from "../../../../../session.ts";
import { handle } from "../../../../problem.ts";
import { bulletinIdOf } from "../../path-ids.ts";
import { limitOf, readJson } from "../../request-body.ts";
import { siteOrigin } from "../../site-origin.ts";
import { requestKey } from "../carry-out.ts";
import { findAnnotation } from "./find-annotation.ts";
import { jsonLd } from "./json-ld.ts";
import { postAnnotation } from "./post-annotation.ts";

interface Context {
  params: Promise<{ id: string }>;
}

/** About a megabyte of JSON. */
const PAGE_USUAL = 1000;
const PAGE_MAX = 10_000;

export const GET = handle(async (request: Request, context: Context) => {
  const principal = await principalOfRequest(request);
  const id = await bulletinIdOf(context);
  const query = new URL(request.url).searchParams;
  const limit = limitOf(query, PAGE_USUAL, PAGE_MAX);
  const { bulletins, annotations } = gateway();
  const { title } = await bulletins.get(principal, id);
  const state = await annotations.state(principal, id);
  const page = w3cPage({
    origin: siteOrigin(request),
    bulletin: { id, title },
    annotations: exportAnnotations(state),
    textSeq: state.textSeq,
    limit,
    after: query.get("after"),
  });
  if (!page) throw new AppError("invalid", "“after” is not a cursor of ours; take “next” of the page before.");
  return jsonLd(page);
});

export const POST = handle(async (request: Request, context: Context) => {
  const principal = await principalOfRequest(request);
  const id = await bulletinIdOf(context);
  const key = requestKey(request, principal);
  const posted = await postAnnotation(principal, id, key, await readJson(request));
  const annotation = await findAnnotation(principal, id, posted.type === "reply" ? posted.parent : posted.id);
  const origin = siteOrigin(request);
  const headers = { Location: `${bulletinApiAddress(origin, id)}/annotations/${annotation.id}` };
  if (posted.type === "annotation") return jsonLd(w3cDocument(annotation, bulletinAddress(origin, id)), 201, headers);
  const reply = annotation.comments.find((comment) => comment.id === posted.id);
  if (!reply) throw new AppError("gone", "This reply was posted and has been deleted since.");
  return jsonLd({ "@context": CONTEXT, ...w3cReply(reply, annotation.id) }, 201, headers);
});
