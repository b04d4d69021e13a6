/** Puts an annotation on other words, with the way back. */

import type { TextRange } from "../../domain/anchor/anchor.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import type { BulletinSession } from "../sync/bulletin-session.ts";
import { showToast } from "../ui/toast-store.ts";
import { proposeAnchor, trimRange } from "./selection-anchor.ts";

/**
 * @param place in the text as it is; nothing is done when it holds no words
 * @param done what was done, as a sentence
 */
export function placeAnnotation(session: BulletinSession, id: string, place: TextRange, done: string): void {
  const map = readTextMap(session.text.doc);
  const range = trimRange(map.text, place);
  if (!range) return;
  const anchor = proposeAnchor(map, range);
  void session.send({ name: "place-annotation", annotation: id, anchor });
  showToast(done, { undo: () => void session.send({ name: "unplace-annotation", annotation: id }) });
}
