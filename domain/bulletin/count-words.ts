/** How long a bulletin is, in words. */

import type { BulletinNode } from "../schema/document.ts";
import { plainText } from "../schema/plain-text.ts";

const HAS_LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** Words of a document as a reader counts them: runs between white space that hold a letter or a digit. */
export function countWords(document: BulletinNode): number {
  return plainText(document)
    .split(/\s+/)
    .filter((run) => HAS_LETTER_OR_DIGIT.test(run)).length;
}
