/** Decides a command on the vocabulary; pure, like decide-annotation.ts. */

import { type Refusal, refuse, type VocabularyCommand } from "../annotation/command.ts";
import { type Actor, canAnnotate, canManageVocabulary } from "../permissions/permissions.ts";
import type { Tag } from "./vocabulary.ts";

export type VocabularyDecision = { ok: true; tag: Tag; changed: boolean } | { ok: false; refusal: Refusal };

/** One letter can be written in several ways that look the same. */
const plain = (label: string): string => label.normalize("NFKC").toLocaleLowerCase("en");
const sameLabel = (a: string, b: string): boolean => plain(a) === plain(b);

export function decideVocabulary(
  command: VocabularyCommand,
  { actor, now, tags }: { actor: Actor; now: string; tags: readonly Tag[] },
): VocabularyDecision {
  if (!canAnnotate(actor)) return refuse("forbidden", "Readers can read, but not change tags.");
  const tag = tags.find((candidate) => candidate.id === command.tag);
  const isTaken = (label: string): boolean =>
    tags.some((other) => other.id !== command.tag && !other.deletedAt && sameLabel(other.label, label));

  if (command.name === "create-tag") {
    if (tag) return refuse("conflict", "A tag with this id exists already.");
    if (isTaken(command.label)) return refuse("conflict", `There is a tag “${command.label}” already.`);
    return {
      ok: true,
      changed: true,
      tag: { id: command.tag, label: command.label, colour: command.colour, deletedAt: null },
    };
  }
  if (!canManageVocabulary(actor)) return refuse("forbidden", "Only editors can change or delete tags.");
  if (!tag) return refuse("not-found", "This tag does not exist any more.");
  switch (command.name) {
    case "change-tag":
      if (tag.deletedAt) return refuse("not-found", "This tag was deleted.");
      if (isTaken(command.label)) return refuse("conflict", `There is a tag “${command.label}” already.`);
      return {
        ok: true,
        changed: tag.label !== command.label || tag.colour !== command.colour,
        tag: { ...tag, label: command.label, colour: command.colour },
      };
    case "delete-tag":
      return { ok: true, changed: tag.deletedAt === null, tag: { ...tag, deletedAt: tag.deletedAt ?? now } };
    case "restore-tag":
      if (tag.deletedAt && isTaken(tag.label)) return refuse("conflict", `There is a tag “${tag.label}” already.`);
      return { ok: true, changed: tag.deletedAt !== null, tag: { ...tag, deletedAt: null } };
  }
}
