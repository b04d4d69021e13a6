/** The first content of a text document. It needs ProseMirror's schema; what only reads needs `read-bulletin.ts`. */

import { prosemirrorJSONToYXmlFragment } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import type { BulletinNode } from "../schema/document.ts";
import { bulletinSchema } from "../schema/extensions.ts";
import { textFragment } from "./text-map.ts";

export { readBulletin } from "./read-bulletin.ts";

/** The client id under which the server writes a bulletin's first content; no client may use it. */
export const SEED_CLIENT = 1;

/** A first update that holds `document`. Throws when the nodes do not fit the schema. */
export function seedUpdate(document: BulletinNode): Uint8Array {
  const schema = bulletinSchema();
  schema.nodeFromJSON(document).check();
  const doc = new Y.Doc();
  doc.clientID = SEED_CLIENT;
  doc.transact(() => prosemirrorJSONToYXmlFragment(schema, document, textFragment(doc)));
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}
