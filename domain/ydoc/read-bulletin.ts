/**
 * The text document as a bulletin's nodes. Without ProseMirror and its schema, so that a page that only shows the text
 * need not load them; a property test holds it to what y-tiptap reads.
 */

import * as Y from "yjs";
import type { BulletinMark, BulletinNode } from "../schema/document.ts";
import { textFragment } from "./text-map.ts";

/** The document's nodes, without what Yjs adds (empty attributes, nulls). */
export const readBulletin = (doc: Y.Doc): BulletinNode => ({ type: "doc", content: childrenOf(textFragment(doc)) });

const childrenOf = (parent: Y.XmlFragment): BulletinNode[] =>
  parent.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return textsOf(child);
    return child instanceof Y.XmlElement ? [nodeOf(child)] : [];
  });

function nodeOf(element: Y.XmlElement<Record<string, string | number | null>>): BulletinNode {
  // What else could stand there is refused on the way in (server/sync/text-shape.ts).
  const node: BulletinNode = { type: element.nodeName as BulletinNode["type"] };
  const attributes = Object.entries(element.getAttributes()).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, value] as const],
  );
  if (attributes.length > 0) node.attrs = Object.fromEntries(attributes);
  if (element.length > 0) node.content = childrenOf(element);
  return node;
}

interface TextRun {
  insert: string;
  attributes?: Partial<Record<BulletinMark["type"], { href?: string }>>;
}

function textsOf(text: Y.XmlText): BulletinNode[] {
  const runs: TextRun[] = text.toDelta();
  return runs.map(({ insert, attributes = {} }) => {
    const marks = Object.entries(attributes).map(([name, value]) => markOf(name as BulletinMark["type"], value));
    return { type: "text", text: insert, ...(marks.length > 0 ? { marks } : {}) };
  });
}

const markOf = (type: BulletinMark["type"], value: { href?: string }): BulletinMark =>
  type === "link" ? { type, attrs: { href: value.href ?? "#" } } : { type };
