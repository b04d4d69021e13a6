/** All repairs of a source, in the order of its text. What one finds never depends on whether another is accepted. */

import { MAX_REPAIRS } from "../limits.ts";
import { findFurniture } from "./find-furniture.ts";
import { findHead } from "./find-head.ts";
import { findInline } from "./find-inline.ts";
import { findJoins } from "./find-joins.ts";
import { findLineHyphens } from "./find-line-hyphens.ts";
import { findRunInHeading } from "./find-run-in-heading.ts";
import type { FoundRepair } from "./found-repair.ts";
import { paragraphsOf } from "./paragraphs.ts";
import type { Source } from "./source.ts";
import { vocabularyOf } from "./vocabulary.ts";

/** At most MAX_REPAIRS; what lies beyond stays as it is written. */
export function findRepairs(source: Source): FoundRepair[] {
  const vocabulary = vocabularyOf(source.text);
  const head = findHead(source.blocks);
  const furniture = findFurniture(source, head);
  const removed = new Set([...head, ...furniture].flatMap(({ removesBlock }) => removesBlock ?? []));
  const joins = findJoins(source, removed, vocabulary);
  const paragraphs = paragraphsOf(source, removed, joins);
  const structural = [
    ...head,
    ...furniture,
    ...joins,
    ...paragraphs.flatMap((paragraph) => findRunInHeading(source, paragraph, vocabulary)),
  ];
  const found = structural.slice(0, MAX_REPAIRS);
  for (const paragraph of paragraphs) found.push(...findInline(source, paragraph, MAX_REPAIRS - found.length));
  if (source.isPlain) {
    for (const paragraph of paragraphs) {
      found.push(...findLineHyphens(source, paragraph, vocabulary, MAX_REPAIRS - found.length));
    }
  }
  return found.sort((left, right) => left.at - right.at);
}
