import { z } from "zod";
import type { AnnotationCommand } from "../../../../../../../domain/annotation/command.ts";
import { AppError } from "../../../../../../../domain/app-error.ts";
import { bulletinAddress } from "../../../../../../../domain/w3c/addresses.ts";
import { kindOfMotivation } from "../../../../../../../domain/w3c/motivation.ts";
import { readTarget } from "../../../../../../../domain/w3c/read-target.ts";
import { w3cDocument } from "../../../../../../../domain/w3c/write-page.ts";
import type { Principal } from "../../../../../../../server/auth/people.ts";
import { principalOfRequest } from "../../../../../../session.ts";
import { handle } from "../../../../../problem.ts";
import { annotationIdOf, bulletinIdOf } from "../../../path-ids.ts";
import { parsed, readJson } from "../../../request-body.ts";
import { siteOrigin } from "../../../site-origin.ts";
import { mustCarryOut, requestKey } from "../../carry-out.ts";
import { derivedId } from "../derived-id.ts";
import { findAnnotation } from "../find-annotation.ts";
import { jsonLd } from "../json-ld.ts";
import { proposeAnchor } from "../propose-anchor.ts";

interface Context {
  params: Promise<{ id: string; annotation: string }>;
}

const changes = z
  .strictObject({
    motivation: z.string().optional(),
    target: z.unknown().optional(),
    "glossa:resolved": z
      .union([z.boolean(), z.null(), z.object({ "glossa:reason": z.string().nullable().optional() })])
      .optional(),
  })
  .refine((fields) => Object.keys(fields).length > 0, "name a motivation, a target or “glossa:resolved”");

export const GET = handle(async (request: Request, context: Context) => {
  const principal = await principalOfRequest(request);
  return answer(request, principal, await bulletinIdOf(context), await annotationIdOf(context));
});

export const PATCH = handle(async (request: Request, context: Context) => {
  const principal = await principalOfRequest(request);
  const bulletinId = await bulletinIdOf(context);
  const annotation = await annotationIdOf(context);
  const key = requestKey(request, principal);
  const fields = parsed(changes, await readJson(request));
  const placing = fields.target === undefined ? [] : [await place(principal, bulletinId, annotation, fields.target)];
  for (const command of [...placing, ...commands(annotation, fields)]) {
    await mustCarryOut(principal, bulletinId, derivedId(command.name, key), command);
  }
  return answer(request, principal, bulletinId, annotation);
});

export const DELETE = handle(async (request: Request, context: Context) => {
  const principal = await principalOfRequest(request);
  const bulletinId = await bulletinIdOf(context);
  const annotation = await annotationIdOf(context);
  await mustCarryOut(principal, bulletinId, requestKey(request, principal), { name: "delete-annotation", annotation });
  return new Response(null, { status: 204 });
});

/** Onto the passage that a new target names. */
async function place(
  principal: Principal,
  bulletinId: string,
  annotation: string,
  target: unknown,
): Promise<AnnotationCommand> {
  const { quote, position, problems } = readTarget(target);
  if (problems.length > 0) throw new AppError("invalid", problems.join(" "));
  if (!quote && !position) throw new AppError("invalid", "A new target needs a selector: the words or their position.");
  const anchor = await proposeAnchor(principal, bulletinId, { quote, position });
  return { name: "place-annotation", annotation, anchor };
}

function commands(annotation: string, fields: z.infer<typeof changes>): AnnotationCommand[] {
  const { motivation, "glossa:resolved": resolved } = fields;
  const found: AnnotationCommand[] = [];
  if (motivation !== undefined) {
    const kind = kindOfMotivation(motivation);
    if (!kind) {
      throw new AppError("invalid", "The motivation is highlighting, commenting, questioning, assessing or editing.");
    }
    found.push({ name: "change-kind", annotation, kind });
  }
  if (resolved === false || resolved === null) found.push({ name: "reopen-thread", annotation });
  else if (resolved !== undefined) {
    const reason = resolved === true ? null : (resolved["glossa:reason"] ?? null);
    found.push({ name: "resolve-thread", annotation, reason });
  }
  return found;
}

async function answer(request: Request, principal: Principal, bulletinId: string, id: string): Promise<Response> {
  const annotation = await findAnnotation(principal, bulletinId, id);
  return jsonLd(w3cDocument(annotation, bulletinAddress(siteOrigin(request), bulletinId)));
}
