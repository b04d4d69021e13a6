/** Decorations through a change of the document. */

import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { Mapping, StepMap } from "@tiptap/pm/transform";
import type { DecorationSet } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";

/** Whether the change comes from the Yjs document: another person's edit, an undo, the first load. */
export function isFromYjs(transaction: Transaction): boolean {
  const meta: unknown = transaction.getMeta(ySyncPluginKey);
  return typeof meta === "object" && meta !== null && "isChangeOrigin" in meta && meta.isChangeOrigin === true;
}

/** y-tiptap replaces the whole document for a remote change, so the change itself is found by comparing. */
export function mapDecorations(set: DecorationSet, transaction: Transaction): DecorationSet {
  if (!transaction.docChanged) return set;
  const mapping = isFromYjs(transaction) ? differenceOf(transaction.before, transaction.doc) : transaction.mapping;
  return mapping ? set.map(mapping, transaction.doc) : set;
}

/** Null when the documents are alike. */
function differenceOf(before: Node, after: Node): Mapping | null {
  const start = before.content.findDiffStart(after.content);
  const end = before.content.findDiffEnd(after.content);
  if (start === null || !end) return null;
  // In "aa" → "aaa" the two meet: the same characters were taken for both ends.
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  return new Mapping([new StepMap([start, end.a + overlap - start, end.b + overlap - start])]);
}
