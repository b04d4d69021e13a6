/**
 * The text of a bulletin as ProseMirror JSON. Nodes and marks are named as in Tiptap; `extensions.ts` makes the schema
 * of the editor from the same names, and `plain-text.ts` says how it reads as plain text.
 */

export const MARK_TYPES = ["bold", "italic", "link"] as const;

export interface BulletinMark {
  type: (typeof MARK_TYPES)[number];
  attrs?: { href: string };
}

export interface BulletinNode {
  type:
    | "doc"
    | "paragraph"
    | "heading"
    | "bulletList"
    | "orderedList"
    | "listItem"
    | "blockquote"
    | "table"
    | "tableRow"
    | "tableCell"
    | "tableHeader"
    | "hardBreak"
    | "text";
  attrs?: Record<string, string | number | null>;
  content?: BulletinNode[];
  text?: string;
  marks?: BulletinMark[];
}

/** Heading levels. The title is a field and the page's first level, so the toolbar offers 2 and 3. */
export const HEADING_LEVELS = [1, 2, 3, 4, 5, 6] as const;
