/**
 * A bulletin as plain text (the contract of GET …/text): blocks joined by a blank line, list items by a line break,
 * table cells by a tab, rows by a line break, hard breaks as line breaks; no markup. Positions in it are UTF-16 code
 * units here, and code points at the API's edge. `ydoc/text-map.ts` reads the same text from the Yjs document.
 */

import type { BulletinNode } from "./document.ts";

/** Nodes that hold text directly. */
export const TEXT_BLOCKS: ReadonlySet<string> = new Set(["paragraph", "heading"]);

/** What stands between two neighbouring children of a container, by the container's name. */
export function separatorIn(container: string): string {
  switch (container) {
    case "bulletList":
    case "orderedList":
    case "listItem":
    case "table":
    case "tableCell":
    case "tableHeader":
      return "\n";
    case "tableRow":
      return "\t";
    default:
      return "\n\n";
  }
}

/** A run of text of one node, at `offset` of the plain text; hard breaks are runs of "\n". */
export interface TextRun {
  node: BulletinNode;
  offset: number;
  text: string;
}

/** Visits the runs of text in order and returns the plain text. */
export function walkTextRuns(doc: BulletinNode, visit: (run: TextRun) => void): string {
  let text = "";
  const walk = (node: BulletinNode): void => {
    if (node.type === "text" || node.type === "hardBreak") {
      const run = node.type === "text" ? (node.text ?? "") : "\n";
      visit({ node, offset: text.length, text: run });
      text += run;
      return;
    }
    const separator = TEXT_BLOCKS.has(node.type) ? "" : separatorIn(node.type);
    node.content?.forEach((child, index) => {
      if (index > 0) text += separator;
      walk(child);
    });
  };
  walk(doc);
  return text;
}

export const plainText = (doc: BulletinNode): string => walkTextRuns(doc, () => {});
