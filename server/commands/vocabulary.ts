/** The workspace's tags: read from their document, changed by commands. */

import type { CommandAnswer, CommandEnvelope, VocabularyCommand } from "../../domain/annotation/command.ts";
import type { Actor } from "../../domain/permissions/permissions.ts";
import { decideVocabulary } from "../../domain/vocabulary/decide-vocabulary.ts";
import type { Tag } from "../../domain/vocabulary/vocabulary.ts";
import { readTags, writeTag } from "../../domain/ydoc/vocabulary-doc.ts";
import { vocabularyId } from "../sync/document-ids.ts";
import type { Engine } from "../sync/engine.ts";
import { answerOk, answerRefused } from "./carry-out.ts";

export interface Vocabulary {
  /** All, deleted ones too. */
  tags(workspaceId: string): Promise<Tag[]>;
  /** Of those that are not deleted. */
  tagIds(workspaceId: string): Promise<Set<string>>;
  carryOut(
    who: { actor: Actor; workspaceId: string },
    envelope: CommandEnvelope<VocabularyCommand>,
  ): Promise<CommandAnswer>;
}

export function createVocabulary(engine: Engine, now: () => Date): Vocabulary {
  const tags = async (workspaceId: string): Promise<Tag[]> => {
    const id = vocabularyId(workspaceId);
    await engine.hub.roomOrNew(id);
    return engine.current(id, readTags);
  };
  return {
    tags,
    async tagIds(workspaceId) {
      return new Set((await tags(workspaceId)).filter((tag) => !tag.deletedAt).map((tag) => tag.id));
    },
    async carryOut({ actor, workspaceId }, { key, command }) {
      const id = vocabularyId(workspaceId);
      await engine.hub.roomOrNew(id);
      return engine.hub.with(id, (room) =>
        room.change<CommandAnswer>({ userId: actor.id, key: { userId: actor.id, key } }, (doc, isRepeated) => {
          if (isRepeated) return { value: answerOk(key), projection: null };
          const decision = decideVocabulary(command, { actor, now: now().toISOString(), tags: readTags(doc) });
          if (!decision.ok) return { value: answerRefused(key, decision.refusal), projection: null };
          if (decision.changed) writeTag(doc, decision.tag);
          return {
            value: answerOk(key),
            projection: {
              tags: { workspaceId, changed: [decision.tag] },
              receipts: [{ userId: actor.id, key, answer: { ok: true } }],
            },
          };
        }),
      );
    },
  };
}
