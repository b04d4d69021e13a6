"use server";

import { refresh } from "next/cache";
import type { Result } from "../../../../components/ui/result.ts";
import type { VocabularyCommand } from "../../../../domain/annotation/command.ts";
import { AppError } from "../../../../domain/app-error.ts";
import { TAG_COLOURS, TAG_LABEL_MAX, type TagColour } from "../../../../domain/vocabulary/vocabulary.ts";
import { gateway } from "../../../../server/gateway.ts";
import { attempt, firstEmpty, textOf } from "../../../attempt.ts";
import { requirePrincipal } from "../../../session.ts";

/** Makes a tag, or changes the one that the form names. */
export async function saveTagAction(_: Result | null, form: FormData): Promise<Result> {
  const empty = firstEmpty(form, { label: "Give the tag a name." });
  if (empty) return empty;
  const label = textOf(form, "label").trim();
  if ([...label].length > TAG_LABEL_MAX) {
    return { ok: false, error: `A tag's name has at most ${TAG_LABEL_MAX} characters.`, field: "label" };
  }
  const colour = colourOf(textOf(form, "colour"));
  const tag = textOf(form, "tag");
  return tag === ""
    ? carryOut({ name: "create-tag", tag: crypto.randomUUID(), label, colour })
    : carryOut({ name: "change-tag", tag, label, colour });
}

export async function deleteTagAction(tag: string): Promise<Result> {
  return carryOut({ name: "delete-tag", tag });
}

export async function restoreTagAction(tag: string): Promise<Result> {
  return carryOut({ name: "restore-tag", tag });
}

async function carryOut(command: VocabularyCommand): Promise<Result> {
  const principal = await requirePrincipal("/tags");
  const outcome = await attempt(async () => {
    const envelope = { key: crypto.randomUUID(), command, textMarker: null };
    const answer = await gateway().annotations.carryOutOnVocabulary(principal, envelope);
    if (!answer.ok) throw new AppError("conflict", answer.refusal.text);
    return null;
  }, ["label"]);
  refresh();
  return outcome;
}

const colourOf = (value: string): TagColour => TAG_COLOURS.find((colour) => colour === value) ?? "slate";
