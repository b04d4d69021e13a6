/** The annotations and tags as they will be when the outbox has been answered: the server's state, its commands on top. */

import type { Anchor } from "../../domain/anchor/anchor.ts";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { AnnotationCommand } from "../../domain/annotation/command.ts";
import { decideAnnotation } from "../../domain/annotation/decide-annotation.ts";
import type { Actor } from "../../domain/permissions/permissions.ts";
import { decideVocabulary } from "../../domain/vocabulary/decide-vocabulary.ts";
import type { Tag } from "../../domain/vocabulary/vocabulary.ts";
import { isVocabularyCommand, type OutboxEntry } from "./outbox.ts";

export interface PendingView {
  annotations: ReadonlyMap<string, Annotation>;
  /** Ids of those on which a command waits for its answer. */
  pending: ReadonlySet<string>;
}

export function pendingTags(tags: readonly Tag[], entries: readonly OutboxEntry[], actor: Actor): readonly Tag[] {
  let all = tags;
  for (const { command, at } of entries) {
    if (!isVocabularyCommand(command)) continue;
    const decision = decideVocabulary(command, { actor, now: at, tags: all });
    if (!decision.ok || !decision.changed) continue;
    const { tag } = decision;
    all = [...all.filter((other) => other.id !== tag.id), tag];
  }
  return all === tags ? tags : [...all].sort((a, b) => a.label.localeCompare(b.label, "en"));
}

/**
 * @param settled answered commands whose outcome has not come back yet: drawn like the others, but not as pending
 * @param hasTag of the tags with the outbox's commands on top
 */
export function pendingAnnotations(
  server: ReadonlyMap<string, Annotation>,
  entries: readonly OutboxEntry[],
  settled: readonly OutboxEntry[],
  { actor, hasTag }: { actor: Actor; hasTag(tag: string): boolean },
): PendingView {
  if (entries.length === 0 && settled.length === 0) return { annotations: server, pending: new Set() };
  const annotations = new Map(server);
  const pending = new Set<string>();
  const apply = ({ command, at }: OutboxEntry, isWaiting: boolean): void => {
    if (isVocabularyCommand(command)) return;
    const annotation = annotations.get(command.annotation) ?? null;
    const anchor = proposedAnchor(command);
    const decision = decideAnnotation(command, { actor, now: at, annotation, anchor, hasTag });
    if (!decision.ok) return;
    if (decision.changed) annotations.set(command.annotation, decision.annotation);
    if (isWaiting) pending.add(command.annotation);
  };
  for (const entry of settled) apply(entry, false);
  for (const entry of entries) apply(entry, true);
  return { annotations, pending };
}

function proposedAnchor(command: AnnotationCommand): Anchor | null {
  const isPlacing = command.name === "create-annotation" || command.name === "place-annotation";
  if (!isPlacing || !command.anchor) return null;
  const { quote, prefix, suffix, start, end } = command.anchor;
  return { quote, prefix, suffix, start, end, state: "anchored" };
}
