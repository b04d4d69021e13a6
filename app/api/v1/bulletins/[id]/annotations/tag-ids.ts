/** Tags by their labels. */

import { AppError } from "../../../../../../domain/app-error.ts";
import { leastUsedColour } from "../../../../../../domain/vocabulary/choose-colour.ts";
import { TAG_LABEL_MAX, type Tag } from "../../../../../../domain/vocabulary/vocabulary.ts";
import type { Principal } from "../../../../../../server/auth/people.ts";
import { gateway } from "../../../../../../server/gateway.ts";
import { refusalError } from "../carry-out.ts";
import { derivedId } from "./derived-id.ts";

/** The ids of the workspace's tags with these labels; one that the vocabulary lacks is put into it. */
export async function tagIds(principal: Principal, labels: readonly string[], key: string): Promise<string[]> {
  const tooLong = labels.find((label) => label.length > TAG_LABEL_MAX);
  if (tooLong)
    throw new AppError("invalid", `A tag has ${TAG_LABEL_MAX} characters at most; this one is longer: “${tooLong}”.`);
  const ids: string[] = [];
  for (const label of labels) ids.push(await tagId(principal, label, key));
  return ids;
}

async function tagId(principal: Principal, label: string, key: string): Promise<string> {
  const { annotations } = gateway();
  const tags = await annotations.tags(principal);
  const known = withLabel(tags, label);
  if (known) return known.id;
  const tag = derivedId("tag", key, label);
  const answer = await annotations.carryOutOnVocabulary(principal, {
    key: derivedId("create-tag", key, label),
    command: { name: "create-tag", tag, label, colour: leastUsedColour(tags) },
    textMarker: null,
  });
  if (answer.ok) return tag;
  // Somebody else may have made it in the meantime.
  const made = withLabel(await annotations.tags(principal), label);
  if (!made) throw refusalError(answer.refusal);
  return made.id;
}

const withLabel = (tags: readonly Tag[], label: string): Tag | undefined =>
  tags.find((tag) => tag.deletedAt === null && tag.label.toLocaleLowerCase("en") === label.toLocaleLowerCase("en"));
