/** Puts an annotation on other words, with the way back. */

import type { TextRange } from "../../domain/anchor/anchor.ts";
import { trimRange } from "../../domain/anchor/trim-range.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import type { BulletinSession } from "../sync/bulletin-session.ts";
import { showToast } from "../ui/toast-store.ts";
import { proposeAnchor } from "./selection-anchor.ts";

/** Words of a text; the text may have changed since they were chosen. */
export interface Chosen {
  text: string;
  range: TextRange;
}

/** @param done what was done, as a sentence; nothing is done when no words were chosen, or the text is another by now */
export function placeAnnotation(session: BulletinSession, id: string, { text, range }: Chosen, done: string): void {
  const map = readTextMap(session.text.doc);
  const words = trimRange(text, range);
  if (!words) return;
  if (map.text !== text) return void showToast("The text has just changed there. Please choose the words again.");
  const anchor = proposeAnchor(map, words);
  void session.send({ name: "place-annotation", annotation: id, anchor });
  showToast(done, { undo: () => void session.send({ name: "unplace-annotation", annotation: id }) });
}
