/** The text document as a bulletin's nodes, and its first content. */

import { prosemirrorJSONToYXmlFragment, yXmlFragmentToProsemirrorJSON } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import type { BulletinMark, BulletinNode } from "../schema/document.ts";
import { bulletinSchema } from "../schema/extensions.ts";
import { textFragment } from "./text-map.ts";

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

/** The document's nodes, without what Yjs adds (empty attributes, nulls). */
export function readBulletin(doc: Y.Doc): BulletinNode {
  return tidy(yXmlFragmentToProsemirrorJSON(textFragment(doc)) as RawNode);
}

interface RawNode {
  type: BulletinNode["type"];
  attrs?: Record<string, string | number | null>;
  content?: RawNode[];
  text?: string;
  marks?: { type: BulletinMark["type"]; attrs?: { href?: string } }[];
}

function tidy({ type, attrs, content, text, marks }: RawNode): BulletinNode {
  const node: BulletinNode = { type };
  const kept = Object.entries(attrs ?? {}).filter(([, value]) => value !== null);
  if (kept.length > 0) node.attrs = Object.fromEntries(kept);
  if (text !== undefined) node.text = text;
  if (content) node.content = content.map(tidy);
  if (marks?.length) node.marks = marks.map(tidyMark);
  return node;
}

const tidyMark = ({ type, attrs }: { type: BulletinMark["type"]; attrs?: { href?: string } }): BulletinMark =>
  type === "link" ? { type, attrs: { href: attrs?.href ?? "#" } } : { type };
