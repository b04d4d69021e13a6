import type { BulletinNode } from "./document.ts";
import { bulletinSchema } from "./extensions.ts";

/** A document as the editor's schema completes it (default attributes). Throws RangeError when it does not fit. */
export function fitDocument(document: BulletinNode): BulletinNode {
  const node = bulletinSchema().nodeFromJSON(document);
  node.check();
  return node.toJSON();
}
