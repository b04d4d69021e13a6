/** Carries out a command on a bulletin's annotations: wait for the text it was made on, decide, commit. */

import type { Anchor, ProposedAnchor } from "../../domain/anchor/anchor.ts";
import { placeAnchor } from "../../domain/anchor/place.ts";
import type { AnnotationCommand, CommandAnswer, CommandEnvelope, TextMarker } from "../../domain/annotation/command.ts";
import { refuse } from "../../domain/annotation/command.ts";
import { decideAnnotation } from "../../domain/annotation/decide-annotation.ts";
import type { Actor } from "../../domain/permissions/permissions.ts";
import { readAnnotation, writeAnnotation } from "../../domain/ydoc/annotations-doc.ts";
import { annotationsId, textId } from "../sync/document-ids.ts";
import type { Engine } from "../sync/engine.ts";
import { answerOk, answerRefused } from "./carry-out.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** How long a command waits for the text that it was made on, in milliseconds; then its quote has to do. */
const TEXT_PATIENCE = 10_000;

interface Context {
  engine: Engine;
  vocabulary: Vocabulary;
  now: () => Date;
}

export async function carryOutAnnotation(
  context: Context,
  { actor, workspaceId, bulletinId }: { actor: Actor; workspaceId: string; bulletinId: string },
  { key, command, textMarker }: CommandEnvelope<AnnotationCommand>,
): Promise<CommandAnswer> {
  const { engine } = context;
  const proposed = "anchor" in command ? command.anchor : null;
  if (proposed && textMarker) await waitForText(engine, bulletinId, actor, textMarker);
  const tags = needsTags(command) ? await context.vocabulary.tagIds(workspaceId) : new Set<string>();

  const answer = await engine.hub.with(annotationsId(bulletinId), async (room) => {
    const place = proposed ? await locate(engine, bulletinId, proposed) : null;
    if (proposed && !place?.anchor) return answerRefused(key, QUOTE_NOT_FOUND);
    const decided = await room.change<CommandAnswer>(
      { userId: actor.id, key: { userId: actor.id, key } },
      (doc, isRepeated) => {
        if (isRepeated) return { value: answerOk(key), projection: null };
        const decision = decideAnnotation(command, {
          actor,
          now: context.now().toISOString(),
          annotation: readAnnotation(doc, command.annotation),
          anchor: place?.anchor ?? null,
          hasTag: (tag) => tags.has(tag),
        });
        if (!decision.ok) return { value: answerRefused(key, decision.refusal), projection: null };
        if (decision.changed) writeAnnotation(doc, decision.annotation);
        return {
          value: answerOk(key),
          projection: {
            annotations: { bulletinId, changed: [decision.annotation] },
            receipts: [{ userId: actor.id, key, answer: { ok: true } }],
          },
        };
      },
    );
    // The text moved on while the annotation was stored: it was not there to be looked at. An anchor of old even more so.
    const isStale = place && (await engine.text(bulletinId)).seq !== place.seq;
    if (isStale || command.name === "unplace-annotation") engine.reAnchoring.schedule(bulletinId);
    return decided;
  });
  return answer;
}

const { refusal: QUOTE_NOT_FOUND } = refuse("quote-not-found", "These words are not in the text any more.");

async function waitForText(engine: Engine, bulletinId: string, actor: Actor, marker: TextMarker): Promise<void> {
  await engine.markers.reached(textId(bulletinId), actor.id, marker, TEXT_PATIENCE);
}

async function locate(
  engine: Engine,
  bulletinId: string,
  proposed: ProposedAnchor,
): Promise<{ anchor: Anchor | null; seq: number }> {
  const { map, seq } = await engine.text(bulletinId);
  return { anchor: placeAnchor(map, proposed), seq };
}

const needsTags = (command: AnnotationCommand): boolean =>
  command.name === "tag-annotation" || (command.name === "create-annotation" && command.tags.length > 0);
