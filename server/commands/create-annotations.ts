/** Annotations for API and sockets: the consistent state of a bulletin, and the one path of commands. */

import type { PassageIndex } from "../../domain/anchor/anchor.ts";
import { shownRange } from "../../domain/anchor/shown-range.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import { isVisible } from "../../domain/annotation/annotation.ts";
import type { CommandAnswer } from "../../domain/annotation/command.ts";
import { AppError } from "../../domain/app-error.ts";
import { readAnnotations } from "../../domain/ydoc/annotations-doc.ts";
import type { Principal } from "../auth/people.ts";
import { annotationsId, vocabularyId } from "../sync/document-ids.ts";
import type { Engine } from "../sync/engine.ts";
import type { Annotations, PlacedAnnotation } from "./annotations.ts";
import { answerRefused, type CommandDesk } from "./carry-out.ts";
import { carryOutAnnotation } from "./carry-out-annotation.ts";
import { parseAnnotationEnvelope, parseVocabularyEnvelope } from "./parse-envelope.ts";
import type { RoleOn } from "./role-on.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface AnnotationsContext {
  engine: Engine;
  desk: CommandDesk;
  vocabulary: Vocabulary;
  roleOn: RoleOn;
  now: () => Date;
}

export function createAnnotations(context: AnnotationsContext): Annotations {
  const { engine, desk, vocabulary, roleOn } = context;
  return {
    async state(principal, bulletinId) {
      await requireRole(roleOn, principal, bulletinId);
      const { map, seq, document } = await engine.textAndDocument(bulletinId);
      const all = await engine.current(annotationsId(bulletinId), readAnnotations);
      const tags = await vocabulary.tags(principal.workspaceId);
      return { text: map.text, textSeq: seq, document, annotations: placed(map, all.filter(isVisible)), tags };
    },

    async carryOut(principal, bulletinId, value) {
      const role = await requireRole(roleOn, principal, bulletinId);
      const parsed = parseAnnotationEnvelope(value);
      if (!parsed.ok) return malformed(parsed.key, parsed.problem);
      const { envelope } = parsed;
      const who = { actor: { ...actorOf(principal), role }, workspaceId: principal.workspaceId, bulletinId };
      const order = { userId: principal.id, documentId: annotationsId(bulletinId), key: envelope.key };
      return desk.once(order, () => carryOutAnnotation(context, who, envelope));
    },

    async carryOutOnVocabulary(principal, value) {
      const parsed = parseVocabularyEnvelope(value);
      if (!parsed.ok) return malformed(parsed.key, parsed.problem);
      const { envelope } = parsed;
      const who = { actor: actorOf(principal), workspaceId: principal.workspaceId };
      const order = { userId: principal.id, documentId: vocabularyId(principal.workspaceId), key: envelope.key };
      return desk.once(order, () => vocabulary.carryOut(who, envelope));
    },

    async tags(principal) {
      return (await vocabulary.tags(principal.workspaceId)).filter((tag) => !tag.deletedAt);
    },
  };
}

const actorOf = ({ id, name, role }: Principal): Pick<Principal, "id" | "name" | "role"> => ({ id, name, role });

const malformed = (key: string, problem: string): CommandAnswer =>
  answerRefused(key, { code: "invalid", text: `The command could not be read (${problem}).` });

async function requireRole(roleOn: RoleOn, principal: Principal, bulletinId: string) {
  const role = await roleOn(principal, bulletinId);
  if (!role) throw new AppError("not-found", "There is no such bulletin.");
  return role;
}

/** In the order of the text, those without a place last, then by time. */
function placed(index: PassageIndex, annotations: Annotation[]): PlacedAnnotation[] {
  return annotations
    .map((annotation) => ({ annotation, range: shownRange(index, annotation.anchor) }))
    .sort((a, b) => {
      const byPlace = (a.range?.start ?? Number.MAX_SAFE_INTEGER) - (b.range?.start ?? Number.MAX_SAFE_INTEGER);
      return (
        byPlace || a.annotation.at.localeCompare(b.annotation.at) || a.annotation.id.localeCompare(b.annotation.id)
      );
    });
}
