/** The words that a refused edit would have added. */

import { simpleDiffString } from "lib0/diff";

/** @returns null when nothing was typed or pasted, only deleted */
export function lostWords(server: string, local: string): string | null {
  const { insert } = simpleDiffString(server, local);
  return insert.trim() === "" ? null : insert;
}
