/** Replaces a bulletin's text by its new edition, exactly as the report said, and writes all anchors in one batch. */

import { AppError } from "../../domain/app-error.ts";
import { carryAnnotations } from "../../domain/edition/carry-anchor.ts";
import { readAnnotations, writeAnnotation } from "../../domain/ydoc/annotations-doc.ts";
import { carryOutDraft, type EditionDraft, isBaseOf } from "../../domain/ydoc/draft-edition.ts";
import type { Principal } from "../auth/people.ts";
import { annotationsId, textId } from "../sync/document-ids.ts";
import type { Engine } from "../sync/engine.ts";
import type { EditionsContext } from "./create-editions.ts";
import { drawUpEdition } from "./draw-up-edition.ts";
import type { Acceptance, EditionInput } from "./editions.ts";

export async function acceptEdition(
  context: EditionsContext,
  principal: Principal,
  bulletinId: string,
  input: EditionInput,
  { seq, digest, key, title, author }: Acceptance,
): Promise<{ accepted: true; seq: number }> {
  const { engine, bulletins, logger } = context;
  const isDone = async (): Promise<boolean> => (await engine.log.receipt(principal.id, key)) !== null;
  const accepted = async () => ({ accepted: true as const, seq: (await engine.text(bulletinId)).seq });

  if (await isDone()) return accepted();
  const { draft, report } = await drawUpEdition(engine, bulletinId, input);
  const isStillTrue = report.seq === seq && (digest === undefined || report.digest === digest);
  if (!isStillTrue || !(await replaceText(engine, bulletinId, draft, { userId: principal.id, key }))) {
    // Pressed twice, the second press finds what the first has changed.
    if (await isDone()) return accepted();
    throw new AppError("conflict", CHANGED);
  }
  try {
    await carryAnchors(context, bulletinId, draft);
  } catch (error) {
    logger.warn({ err: error, bulletin: bulletinId }, "anchors could not be carried at once; the next look does it");
    engine.reAnchoring.schedule(bulletinId);
  }
  const fields = { ...(title !== undefined && { title }), ...(author !== undefined && { author }) };
  if (Object.keys(fields).length > 0) await bulletins.change(principal, bulletinId, fields);
  return accepted();
}

const CHANGED =
  "The text or its annotations have changed since this report was made. Nothing was replaced; ask for a new report.";

/** False when the text is not what the draft was made on any more. */
function replaceText(
  engine: Engine,
  bulletinId: string,
  draft: EditionDraft,
  key: { userId: string; key: string },
): Promise<boolean> {
  return engine.hub.with(textId(bulletinId), (room) =>
    room.change<boolean>({ userId: key.userId, key }, (doc, isRepeated) => {
      // Not the sequence: what was typed in this very turn has none yet.
      if (isRepeated || !isBaseOf(draft, doc)) return { value: false, projection: null };
      carryOutDraft(draft, doc);
      return { value: true, projection: { receipts: [{ ...key, answer: { ok: true } }] } };
    }),
  );
}

function carryAnchors({ engine, now }: EditionsContext, bulletinId: string, draft: EditionDraft): Promise<null> {
  return engine.hub.with(annotationsId(bulletinId), (room) =>
    room.change({ userId: null, key: null }, (doc) => {
      const changed = carryAnnotations(draft, readAnnotations(doc), now().toISOString());
      for (const annotation of changed) writeAnnotation(doc, annotation);
      return { value: null, projection: { annotations: { bulletinId, changed } } };
    }),
  );
}
