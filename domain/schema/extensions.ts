/** The Tiptap extensions that make the schema of a bulletin's text; behaviour (shortcuts, toolbar) is the editor's. */

import { type Extensions, getSchema, Mark, mergeAttributes, Node } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Heading } from "@tiptap/extension-heading";
import { Italic } from "@tiptap/extension-italic";
// By their own paths: the whole brings task lists too, which a bulletin has not, into every editor's page.
import { BulletList } from "@tiptap/extension-list/bullet-list";
import { ListItem } from "@tiptap/extension-list/item";
import { OrderedList } from "@tiptap/extension-list/ordered-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Text } from "@tiptap/extension-text";
import { HEADING_LEVELS } from "./document.ts";
import { safeHref } from "./safe-href.ts";

/** Ours and not Tiptap's: only a target is kept, whatever a pasted page says of windows, relations and classes. */
const Link = Mark.create({
  name: "link",
  priority: 1000,
  keepOnSplit: false,
  inclusive: false,
  addAttributes() {
    return { href: { default: "#", parseHTML: (element) => safeHref(element.getAttribute("href") ?? "") ?? "#" } };
  },
  parseHTML() {
    return [{ tag: "a[href]" }];
  },
  renderHTML({ HTMLAttributes }) {
    const href = safeHref(String(HTMLAttributes.href ?? "")) ?? "#";
    return ["a", mergeAttributes({ rel: "noopener noreferrer nofollow" }, { href }), 0];
  },
});

/** Plain tables without the editing of columns: what imports bring and exports write. */
const Table = Node.create({
  name: "table",
  group: "block",
  content: "tableRow+",
  isolating: true,
  parseHTML: () => [{ tag: "table" }],
  renderHTML: () => ["table", ["tbody", 0]],
});

const TableRow = Node.create({
  name: "tableRow",
  content: "(tableCell | tableHeader)+",
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: () => ["tr", 0],
});

const TableCell = Node.create({
  name: "tableCell",
  content: "block+",
  isolating: true,
  parseHTML: () => [{ tag: "td" }],
  renderHTML: () => ["td", 0],
});

const TableHeader = Node.create({
  name: "tableHeader",
  content: "block+",
  isolating: true,
  parseHTML: () => [{ tag: "th" }],
  renderHTML: () => ["th", 0],
});

export const SCHEMA_EXTENSIONS: Extensions = [
  Document,
  Paragraph,
  Text,
  Heading.configure({ levels: [...HEADING_LEVELS] }),
  Bold,
  Italic,
  Link,
  BulletList,
  OrderedList,
  ListItem,
  Blockquote,
  HardBreak,
  Table,
  TableRow,
  TableCell,
  TableHeader,
];

export const bulletinSchema = () => getSchema(SCHEMA_EXTENSIONS);
