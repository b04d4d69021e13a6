/** What may stand in a text document: the schema's nodes and marks as Yjs content. Anything else would break editors. */

import * as Y from "yjs";
import { HEADING_LEVELS } from "../../domain/schema/document.ts";
import { safeHref } from "../../domain/schema/safe-href.ts";

/** The document's root as a parent's name. */
export const FRAGMENT = "#fragment";
/** A text (Y.XmlText) as a parent's name. */
export const TEXT = "#text";

const BLOCKS = ["paragraph", "heading", "bulletList", "orderedList", "blockquote", "table"];

/** What each parent may hold. Text blocks hold texts and hard breaks. */
const CHILDREN: Record<string, readonly string[]> = {
  [FRAGMENT]: BLOCKS,
  blockquote: BLOCKS,
  listItem: BLOCKS,
  tableCell: BLOCKS,
  tableHeader: BLOCKS,
  bulletList: ["listItem"],
  orderedList: ["listItem"],
  table: ["tableRow"],
  tableRow: ["tableCell", "tableHeader"],
  paragraph: [TEXT, "hardBreak"],
  heading: [TEXT, "hardBreak"],
  hardBreak: [],
};

/** The longest address that browsers and servers agree on is shorter. */
const HREF_MAX_LENGTH = 8192;

/** HTML knows "1", "a", "A", "i" and "I". */
const LIST_TYPE_MAX_LENGTH = 40;

/** Deeper nesting than any bulletin has; a walk of it stays far from the stack's end. */
export const DEPTH_MAX = 24;

/** The name by which a type's content is known here; null for types that a text does not have. */
export function nameOfType(type: Y.AbstractType<unknown>): string | null {
  if (type instanceof Y.XmlText) return TEXT;
  if (type instanceof Y.XmlElement) {
    return Object.hasOwn(CHILDREN, type.nodeName) && !type.nodeName.startsWith("#") ? type.nodeName : null;
  }
  return null;
}

/** Whether `content` may stand as a child of `parent`. Deleted content may stand anywhere. */
export function mayContain(parent: string, content: Y.Item["content"]): boolean {
  if (content instanceof Y.ContentDeleted) return true;
  if (parent === TEXT) {
    if (content instanceof Y.ContentString) return true;
    return content instanceof Y.ContentFormat && isMark(content.key, content.value);
  }
  if (!(content instanceof Y.ContentType)) return false;
  const name = nameOfType(content.type);
  return name !== null && (CHILDREN[parent]?.includes(name) ?? false);
}

function isMark(key: string, value: unknown): boolean {
  if (value === null) return key === "bold" || key === "italic" || key === "link";
  if (typeof value !== "object" || Array.isArray(value)) return false;
  if (key === "bold" || key === "italic") return Object.keys(value).length === 0;
  if (key !== "link" || !("href" in value) || Object.keys(value).length !== 1) return false;
  const { href } = value;
  return typeof href === "string" && href.length <= HREF_MAX_LENGTH && safeHref(href) !== null;
}

/** Whether an element may carry this attribute. Several values are what it had, one after the other. */
export function mayCarry(element: string, key: string, content: Y.Item["content"]): boolean {
  if (content instanceof Y.ContentDeleted) return true;
  return content instanceof Y.ContentAny && content.arr.every((value) => isValueOf(element, key, value));
}

function isValueOf(element: string, key: string, value: unknown): boolean {
  if (element === "heading" && key === "level") return HEADING_LEVELS.some((level) => level === value);
  if (element !== "orderedList") return false;
  if (key === "start") return Number.isSafeInteger(value);
  return key === "type" && (value === null || (typeof value === "string" && value.length <= LIST_TYPE_MAX_LENGTH));
}
