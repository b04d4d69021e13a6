/** What a tag picker offers for what was typed. */

import { TAG_LABEL_MAX, type Tag } from "../../domain/vocabulary/vocabulary.ts";

export interface TagOffers {
  tags: Tag[];
  /** The label that a new tag would get, or null when there is one already or nothing was typed. */
  create: string | null;
}

const plain = (label: string): string => label.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("en");

/** Tags whose label holds the typed words, those that begin with them first; `without` are on the annotation already. */
export function offerTags(all: readonly Tag[], typed: string, without: readonly string[]): TagOffers {
  const label = typed.trim().replace(/\s+/g, " ");
  const wanted = plain(label);
  const tags = all
    .filter((tag) => !without.includes(tag.id) && plain(tag.label).includes(wanted))
    .sort((a, b) => Number(plain(b.label).startsWith(wanted)) - Number(plain(a.label).startsWith(wanted)));
  const isTaken = all.some((tag) => tag.label.toLocaleLowerCase("en") === label.toLocaleLowerCase("en"));
  return { tags, create: label === "" || isTaken || label.length > TAG_LABEL_MAX ? null : label };
}
