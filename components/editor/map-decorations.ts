/** What is drawn, through a change of the document. */

import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { Mapping, StepMap } from "@tiptap/pm/transform";
import type { DecorationSet } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import type { Span } from "../../domain/schema/positions.ts";

/** How a transaction moved what stands in the document. */
export interface Change {
  mapping: Mapping;
  /** What it touched, in the document before and in the one after. */
  before: Span;
  after: Span;
}

/** Whether the change comes from the Yjs document: another person's edit, an undo, the first load. */
export function isFromYjs(transaction: Transaction): boolean {
  const meta: unknown = transaction.getMeta(ySyncPluginKey);
  return typeof meta === "object" && meta !== null && "isChangeOrigin" in meta && meta.isChangeOrigin === true;
}

const changes = new WeakMap<Transaction, Change | null>();

/** Null when nothing moved. Found once for each transaction: several parts ask. */
export function changeOf(transaction: Transaction): Change | null {
  if (!transaction.docChanged) return null;
  const known = changes.get(transaction);
  if (known !== undefined) return known;
  const change = isFromYjs(transaction) ? changeByYjs(transaction) : changeBySteps(transaction.mapping);
  changes.set(transaction, change);
  return change;
}

export function mapDecorations(set: DecorationSet, transaction: Transaction): DecorationSet {
  const change = changeOf(transaction);
  return change ? set.map(change.mapping, transaction.doc) : set;
}

function changeBySteps(mapping: Mapping): Change | null {
  const before = { from: Number.POSITIVE_INFINITY, to: 0 };
  const after = { from: Number.POSITIVE_INFINITY, to: 0 };
  mapping.maps.forEach((map, index) => {
    const back = mapping.slice(0, index).invert();
    const on = mapping.slice(index + 1);
    map.forEach((oldStart, oldEnd, newStart, newEnd) => {
      widen(before, back.map(oldStart, -1), back.map(oldEnd, 1));
      widen(after, on.map(newStart, -1), on.map(newEnd, 1));
    });
  });
  // Formatting moves nothing.
  return before.to < before.from ? null : { mapping, before, after };
}

function widen(span: Span, from: number, to: number): void {
  span.from = Math.min(span.from, from);
  span.to = Math.max(span.to, to);
}

/** y-tiptap replaces the whole document for a remote change, so the change itself is found by comparing. */
function changeByYjs({ before, doc }: Transaction): Change | null {
  const difference = differenceOf(before, doc);
  if (!difference) return null;
  const { from } = difference;
  const map = new StepMap([from, difference.before - from, difference.after - from]);
  const span = (to: number): Span => ({ from, to });
  return { mapping: new Mapping([map]), before: span(difference.before), after: span(difference.after) };
}

/** Where two documents begin to differ, and where each of them stops; null when they are alike. */
function differenceOf(before: Node, after: Node): { from: number; before: number; after: number } | null {
  const from = before.content.findDiffStart(after.content);
  const end = before.content.findDiffEnd(after.content);
  if (from === null || !end) return null;
  // In "aa" → "aaa" the two meet: the same characters were taken for both ends.
  const overlap = Math.max(0, from - Math.min(end.a, end.b));
  return { from, before: end.a + overlap, after: end.b + overlap };
}
