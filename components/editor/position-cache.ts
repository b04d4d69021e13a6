/** The position map of a document, made once: several parts ask for it after each change. */

import type { Node } from "@tiptap/pm/model";
import { mapPositions, type PositionMap } from "../../domain/schema/positions.ts";

const maps = new WeakMap<Node, PositionMap>();

export function positionsIn(doc: Node): PositionMap {
  const known = maps.get(doc);
  if (known) return known;
  const map = mapPositions(doc);
  maps.set(doc, map);
  return map;
}
