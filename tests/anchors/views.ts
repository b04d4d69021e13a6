/** What a copy of the bulletin shows of its passages: a person's, the server's, a fresh load's. */

import type * as Y from "yjs";

import type { Anchor } from "../../domain/anchor/anchor.ts";
import { shownRange } from "../../domain/anchor/shown-range.ts";
import { plainText } from "../../domain/schema/plain-text.ts";
import { readAnnotations } from "../../domain/ydoc/annotations-doc.ts";
import { readBulletin } from "../../domain/ydoc/text-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import { lettersOf, read } from "./letters.ts";
import { isLost, keyOf, liesAt, misquotes, type Passage, type Sight } from "./passage.ts";

export interface Copy {
  name: string;
  /** Of letters (letters.ts). */
  text: string;
  /** What it shows of each passage, by id. */
  sights: ReadonlyMap<string, Sight>;
}

export function copyOf(name: string, docs: { text: Y.Doc; notes: Y.Doc }): Copy {
  const text = plainText(readBulletin(docs.text));
  const map = readTextMap(docs.text);
  const sights = new Map<string, Sight>();
  for (const { id, anchor } of readAnnotations(docs.notes)) {
    if (anchor) sights.set(id, { text, anchor, range: shownRange(map, anchor) });
  }
  return { name, text, sights };
}

/** Rule 1. */
export function faultsIn({ name, sights }: Copy, passages: readonly Passage[]): string[] {
  return passages.flatMap((passage) => {
    const sight = sights.get(passage.id);
    const lie = sight ? liesAt(passage, sight) : null;
    return lie ? [`${name}: ${passage.id} ${lie}`] : [];
  });
}

/** Rules 2, 3 and 5. */
export function wrongsIn({ sights }: Copy, passages: readonly Passage[]): string[] {
  return passages.flatMap((passage) => {
    const sight = sights.get(passage.id);
    if (!sight) return [];
    return [isLost(passage, sight), misquotes(sight)].flatMap((wrong) => (wrong ? [`${passage.id} ${wrong}`] : []));
  });
}

/** Rule 4. */
export function differencesOf(one: Copy, others: readonly Copy[]): string[] {
  return others.flatMap((other) => {
    if (other.text !== one.text) return [`${other.name} has another text than ${one.name}`];
    const [here, there] = [one, other].map(told);
    return here === there ? [] : [`${one.name} shows ${here}; ${other.name} shows ${there}`];
  });
}

function told({ sights }: Copy): string {
  const line = ([id, { anchor, range }]: [string, Sight]): string =>
    `${id} ${anchor.state} ${range ? `from ${range.start} to ${range.end}` : "nowhere"}`;
  return [...sights].map(line).sort().join(", ");
}

/** What the server now takes for a passage's words is the passage; once all know it, its edges are settled. */
export function takeOver(server: Copy, people: readonly Copy[], passages: readonly Passage[]): void {
  for (const passage of passages) {
    const sight = server.sights.get(passage.id);
    if (!sight) continue;
    const { text, anchor, range } = sight;
    const isSure = anchor.state === "anchored" || anchor.state === "moved";
    if (isSure && range && read(text.slice(range.start, range.end)) === anchor.quote) {
      passage.quoted = lettersOf(text.slice(range.start, range.end));
      for (const letter of passage.quoted) passage.own.add(letter);
      passage.quotedBy.set(keyOf(anchor), passage.quoted);
      if (isEverywhere(passage.id, anchor, text, people)) {
        passage.close.clear();
        passage.openAt.clear();
      }
    }
    if (!passage.quotedBy.has(keyOf(anchor))) passage.quotedBy.set(keyOf(anchor), passage.quoted);
  }
}

function isEverywhere(id: string, anchor: Anchor, text: string, people: readonly Copy[]): boolean {
  return people.every((person) => {
    const known = person.sights.get(id)?.anchor;
    return known !== undefined && keyOf(known) === keyOf(anchor) && person.text === text;
  });
}
