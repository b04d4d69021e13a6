/** Makes a text document its new edition, touching only what is different. */

import * as Y from "yjs";
import type { WordEdit } from "../edition/diff-words.ts";
import { planEdition, type Step } from "../edition/plan-edition.ts";
import { cutRuns, type Format } from "../edition/plan-formats.ts";
import {
  type Attributes,
  addRun,
  type EditionNode,
  type ElementNode,
  type ElementType,
  type Run,
  saidAttributes,
  type WordsNode,
} from "../edition/tree.ts";
import type { BulletinMark } from "../schema/document.ts";
import { textFragment } from "./text-map.ts";

/** Yjs's own type knows attributes of text alone. */
type Element = Y.XmlElement<Record<string, string | number>>;

/** Applies it within one transaction of its own, and returns what was done. */
export function applyEdition(doc: Y.Doc, after: ElementNode): Step[] {
  const root = textFragment(doc);
  const steps = planEdition({ type: "doc", attrs: {}, children: childrenOf(root) }, after);
  doc.transact(() => applySteps(root, steps));
  return steps;
}

/** One child for each of the Yjs node's, so that a step's `from` names both. */
const childrenOf = (parent: Y.XmlFragment): EditionNode[] =>
  parent.toArray().map((child) => {
    if (child instanceof Y.XmlText) return wordsOf(child);
    if (child instanceof Y.XmlElement) return elementOf(child);
    throw new Error("A bulletin's text holds elements and words alone.");
  });

const elementOf = (element: Element): ElementNode => ({
  type: element.nodeName as ElementType,
  attrs: saidAttributes(element.getAttributes()),
  children: childrenOf(element),
});

function wordsOf(text: Y.XmlText): WordsNode {
  const parts: { insert: string; attributes?: Record<string, { href?: string }> }[] = text.toDelta();
  const runs: Run[] = [];
  for (const { insert, attributes = {} } of parts) {
    const marks = Object.entries(attributes).map(([type, value]): BulletinMark => {
      return type === "link" ? { type, attrs: { href: value.href ?? "#" } } : { type: type as BulletinMark["type"] };
    });
    addRun(runs, insert, marks);
  }
  return { type: "words", runs };
}

function applySteps(parent: Y.XmlFragment, steps: readonly Step[]): void {
  const children = parent.toArray();
  let at = 0;
  // Neighbours go and come in one piece: finding a place costs as many steps as lie before it.
  for (let index = 0; index < steps.length; ) {
    const step = steps[index];
    if (!step) return;
    if (step.do === "insert" || step.do === "delete") {
      const alike = sameFrom(steps, index);
      if (step.do === "delete") parent.delete(at, alike.length);
      else {
        parent.insert(
          at,
          alike.flatMap((one) => (one.do === "insert" ? [nodeOf(one.after)] : [])),
        );
        at += alike.length;
      }
      index += alike.length;
      continue;
    }
    const child = children[step.from];
    if (step.do === "reword" && child instanceof Y.XmlText) reword(child, step);
    else if (step.do === "change" && child instanceof Y.XmlElement) {
      if (step.attrs) setAttributes(child, step.attrs);
      applySteps(child, step.steps);
    }
    at += 1;
    index += 1;
  }
}

function sameFrom(steps: readonly Step[], index: number): Step[] {
  const kind = steps[index]?.do;
  let end = index;
  while (steps[end]?.do === kind) end++;
  return steps.slice(index, end);
}

function setAttributes(element: Element, attrs: Attributes): void {
  for (const name of Object.keys(element.getAttributes())) if (!(name in attrs)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(attrs)) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

/** From the end, so that offsets of the old wording hold. */
function reword(text: Y.XmlText, { after, edits, formats }: Extract<Step, { do: "reword" }>): void {
  for (const edit of [...edits].reverse()) replace(text, edit, cutRuns(after.runs, edit.newAt, edit.added.length));
  for (const { at, length, marks } of formats) text.format(at, length, valuesOf(marks));
}

/**
 * What comes is put amid what goes: a passage that begins or ends in what goes then holds what came for it. Where that says
 * something else it comes after, and a passage within what goes is left with nothing.
 */
function replace(text: Y.XmlText, { at, removed, isOther }: WordEdit, runs: readonly Run[]): void {
  const left = isOther ? removed.length : middleOf(removed);
  let end = at + left;
  for (const { text: words, marks } of runs) {
    text.insert(end, words, valuesOf(Object.fromEntries(marks.map((mark) => [mark.type, mark]))));
    end += words.length;
  }
  if (removed.length > left) text.delete(end, removed.length - left);
  if (left > 0) text.delete(at, left);
}

/** Not between the halves of a character. */
function middleOf(text: string): number {
  const middle = text.length >> 1;
  return /[\udc00-\udfff]/.test(text[middle] ?? "") ? middle + 1 : middle;
}

/** As y-tiptap writes marks. */
function valuesOf(marks: Format["marks"]): Record<string, object | null> {
  return Object.fromEntries(Object.entries(marks).map(([type, mark]) => [type, mark ? (mark.attrs ?? {}) : null]));
}

function nodeOf(node: EditionNode): Y.XmlText | Y.XmlElement {
  if (node.type === "words") {
    const text = new Y.XmlText();
    text.applyDelta(
      node.runs.map(({ text: insert, marks }) => ({
        insert,
        attributes: valuesOf(Object.fromEntries(marks.map((mark) => [mark.type, mark]))),
      })),
    );
    return text;
  }
  const element = new Y.XmlElement(node.type);
  setNewAttributes(element, node.attrs);
  if (node.children.length > 0) element.insert(0, node.children.map(nodeOf));
  return element;
}

function setNewAttributes(element: Element, attrs: Attributes): void {
  for (const [name, value] of Object.entries(attrs)) element.setAttribute(name, value);
}
