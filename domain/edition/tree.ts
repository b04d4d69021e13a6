/**
 * A document as an edition compares it: neighbouring runs of words are one child, as they are one text in the Yjs
 * document, and what says nothing (empty attributes, the order of marks) is left out.
 */

import type { BulletinMark, BulletinNode } from "../schema/document.ts";
import { separatorIn, TEXT_BLOCKS } from "../schema/plain-text.ts";

export type ElementType = Exclude<BulletinNode["type"], "text">;
export type Attributes = Readonly<Record<string, string | number>>;

/** Words with the same marks, those sorted by their names. */
export interface Run {
  text: string;
  marks: BulletinMark[];
}

export interface WordsNode {
  type: "words";
  runs: Run[];
}

export interface ElementNode {
  type: ElementType;
  attrs: Attributes;
  children: EditionNode[];
}

export type EditionNode = WordsNode | ElementNode;

export function treeOf({ type, attrs = {}, content = [] }: BulletinNode): ElementNode {
  const children: EditionNode[] = [];
  for (const child of content) {
    if (child.type !== "text") {
      children.push(treeOf(child));
      continue;
    }
    const last = children.at(-1);
    const words: WordsNode = last?.type === "words" ? last : { type: "words", runs: [] };
    if (words !== last) children.push(words);
    addRun(words.runs, child.text ?? "", child.marks ?? []);
  }
  return { type: type as ElementType, attrs: saidAttributes(attrs), children };
}

/** Attributes that say something. */
export function saidAttributes(attrs: Readonly<Record<string, unknown>>): Attributes {
  const said = Object.entries(attrs).filter(
    (entry): entry is [string, string | number] => typeof entry[1] === "string" || typeof entry[1] === "number",
  );
  return Object.fromEntries(said.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Adds words to the end of runs; to the last one when the marks are the same. */
export function addRun(runs: Run[], text: string, marks: readonly BulletinMark[]): void {
  if (text === "") return;
  const sorted = [...marks].sort((a, b) => (a.type < b.type ? -1 : 1));
  const last = runs.at(-1);
  if (last && marksKey(last.marks) === marksKey(sorted)) last.text += text;
  else runs.push({ text, marks: sorted });
}

export const marksKey = (marks: readonly BulletinMark[]): string =>
  marks.map(({ type, attrs }) => (attrs ? `${type} ${attrs.href}` : type)).join("\n");

/** The same for two nodes that read the same, with the same marks and attributes, however their words are cut. */
export function keyOf(node: EditionNode): string {
  return JSON.stringify(canonical(node));
}

function canonical(node: EditionNode): unknown {
  if (node.type === "words") return node.runs.map(({ text, marks }) => [text, marksKey(marks)]);
  const children: EditionNode[] = [];
  for (const child of node.children) {
    const last = children.at(-1);
    if (child.type !== "words" || last?.type !== "words") {
      children.push(child.type === "words" ? { type: "words", runs: child.runs.map((run) => ({ ...run })) } : child);
    } else for (const { text, marks } of child.runs) addRun(last.runs, text, marks);
  }
  const said = children.filter((child) => child.type !== "words" || child.runs.length > 0);
  return [node.type, Object.entries(node.attrs), said.map(canonical)];
}

/** As domain/schema/plain-text.ts reads it. */
export function textOf(node: EditionNode): string {
  if (node.type === "words") return wordsText(node);
  if (node.type === "hardBreak") return "\n";
  return node.children.map(textOf).join(holdsWords(node) ? "" : separatorIn(node.type));
}

export const wordsText = ({ runs }: WordsNode): string => runs.map(({ text }) => text).join("");

/** Paragraphs and headings: their children are words and breaks. */
export const holdsWords = ({ type }: EditionNode): boolean => TEXT_BLOCKS.has(type);
