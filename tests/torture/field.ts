/**
 * A writer's part of the bulletin: the blocks from its heading to the next one. Only there does a writer split, join
 * and wrap, for Yjs itself doubles or drops words when two people split one paragraph at once. In the common field
 * everybody types and formats, and takes out words of their own.
 */

import type { Node, NodeType } from "@tiptap/pm/model";
import { canJoin, canSplit, findWrapping, liftTarget, Transform } from "@tiptap/pm/transform";
import { initProseMirrorDoc, updateYFragment } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { bulletinSchema } from "../../domain/schema/extensions.ts";
import { textFragment } from "../../domain/ydoc/text-map.ts";
import type { Random } from "../support/random.ts";

const schema = bulletinSchema();

/** What a torture test types. */
export const WORD = /w[0-9a-f]{8}/g;
export const isWord = (text: string): boolean => /^w[0-9a-f]{8}$/.test(text);

export const COMMON_FIELD = 0;

const headingOf = (field: number): string => `Field ${field}.`;
const isHeading = (text: string): boolean => /^Field \d+\.$/.test(text);

/** A bulletin with so many fields besides the common one, in Markdown. */
export function fieldsInMarkdown(fields: number): string {
  const lines: string[] = [];
  for (let field = COMMON_FIELD; field <= fields; field++) {
    lines.push(`## ${headingOf(field)}`);
    for (let line = 1; line <= 4; line++) {
      lines.push(`The quick fox number ${field} of row ${line} met Another dog in Some town near the old harbour.`);
    }
  }
  return lines.join("\n\n");
}

const plainOf = (text: Y.XmlText): string => (text.toDelta() as { insert: string }[]).map((run) => run.insert).join("");

function textsIn(parent: Y.XmlElement): Y.XmlText[] {
  return parent.toArray().flatMap((node) => {
    if (node instanceof Y.XmlText) return [node];
    return node instanceof Y.XmlElement ? textsIn(node) : [];
  });
}

/** The runs of text in a field, without its heading. */
function textsOf(doc: Y.Doc, field: number): Y.XmlText[] {
  const found: Y.XmlText[] = [];
  let isIn = false;
  for (const block of textFragment(doc).toArray()) {
    if (!(block instanceof Y.XmlElement)) continue;
    const texts = textsIn(block);
    const words = texts.map(plainOf).join("");
    if (isHeading(words)) isIn = words === headingOf(field);
    else if (isIn) found.push(...texts);
  }
  return found;
}

function placeOf(doc: Y.Doc, field: number, word: string): { text: Y.XmlText; index: number } | null {
  for (const text of textsOf(doc, field)) {
    const index = plainOf(text).indexOf(word);
    if (index >= 0) return { text, index };
  }
  return null;
}

/**
 * Types a word between others: in one's own field letter by letter, each an update of its own; in the common one at once,
 * or somebody who has seen a part of it only might type there. False: there is no place.
 */
export function typeWord(doc: Y.Doc, field: number, word: string, random: Random): boolean {
  const texts = textsOf(doc, field).filter((text) => text.length > 0);
  const text = texts[random.below(texts.length)];
  if (!text) return false;
  const gaps = [...plainOf(text).matchAll(/ /g)].map(({ index }) => index);
  const at = gaps[random.below(gaps.length)] ?? 0;
  const pieces = field === COMMON_FIELD ? [` ${word} `] : [...` ${word} `];
  let typed = 0;
  for (const piece of pieces) {
    text.insert(at + typed, piece);
    typed += piece.length;
  }
  return true;
}

/** Its letters alone, so that no two words come together. */
export function takeOut(doc: Y.Doc, field: number, word: string): void {
  const place = placeOf(doc, field, word);
  if (!place) throw new Error(`The word ${word} is gone from field ${field}, and nobody took it out.`);
  place.text.delete(place.index, word.length);
}

export function format(doc: Y.Doc, field: number, random: Random): void {
  const texts = textsOf(doc, field).filter((text) => text.length > 1);
  const text = texts[random.below(texts.length)];
  if (!text) return;
  const from = random.below(text.length - 1);
  const mark = ["bold", "italic"][random.below(2)] ?? "bold";
  text.format(from, 1 + random.below(text.length - from), { [mark]: random.below(3) > 0 ? {} : null });
}

export const STRUCTURE_EDITS = ["split", "join", "heading", "paragraph", "wrap", "lift", "move", "break"] as const;
export type StructureEdit = (typeof STRUCTURE_EDITS)[number];

/** As the editor does it, through ProseMirror; nothing where the editor's own command would not apply. */
export function restructure(doc: Y.Doc, field: number, edit: StructureEdit, random: Random): void {
  const fragment = textFragment(doc);
  const { doc: shown, meta } = draw(doc);
  const tr = new Transform(shown);
  try {
    apply(tr, field, edit, random);
    tr.doc.check();
  } catch (error) {
    // A step that the schema forbids is one that the editor does not offer.
    if (error instanceof TypeError) throw error;
    return;
  }
  if (tr.docChanged) doc.transact(() => updateYFragment(doc, fragment, tr.doc, meta));
}

/** What the editor shows. It takes out for everybody what its schema does not allow: that there is such a thing is a fault. */
function draw(doc: Y.Doc): ReturnType<typeof initProseMirrorDoc> {
  const onUpdate = (): void => {
    throw new Error("The document held what its schema does not allow, and the editor took it out.");
  };
  doc.on("update", onUpdate);
  try {
    return initProseMirrorDoc(textFragment(doc), schema);
  } finally {
    doc.off("update", onUpdate);
  }
}

interface Block {
  node: Node;
  from: number;
}

function blocksOf(doc: Node, field: number): Block[] {
  const blocks: Block[] = [];
  let isIn = false;
  doc.forEach((node, from) => {
    if (isHeading(node.textContent)) isIn = node.textContent === headingOf(field);
    else if (isIn) blocks.push({ node, from });
  });
  return blocks;
}

/** Positions of the spaces in a block's text. */
function spacesIn({ node, from }: Block): number[] {
  const spaces: number[] = [];
  node.descendants((child, position) => {
    for (const { index } of (child.text ?? "").matchAll(/ /g)) spaces.push(from + 1 + position + index);
  });
  return spaces;
}

function apply(tr: Transform, field: number, edit: StructureEdit, random: Random): void {
  const { doc } = tr;
  const blocks = blocksOf(doc, field);
  const index = random.below(blocks.length);
  const block = blocks[index];
  if (!block) return;
  const spaces = spacesIn(block);
  const at = spaces[random.below(spaces.length)];
  switch (edit) {
    case "join":
      if (index > 0 && canJoin(doc, block.from)) tr.join(block.from);
      return;
    case "move": {
      tr.delete(block.from, block.from + block.node.nodeSize);
      const [first] = blocksOf(tr.doc, field);
      if (first) tr.insert(first.from, block.node);
      else tr.insert(block.from, block.node);
      return;
    }
    default:
      if (at !== undefined) applyAt(tr, at, edit);
  }
}

function applyAt(tr: Transform, at: number, edit: Exclude<StructureEdit, "join" | "move">): void {
  const { doc } = tr;
  const place = doc.resolve(at);
  const range = place.blockRange();
  switch (edit) {
    case "split": {
      const depth = place.node(-1)?.type.name === "listItem" ? 2 : 1;
      if (canSplit(doc, at, depth)) tr.split(at, depth);
      return;
    }
    case "heading":
    case "paragraph":
      tr.setBlockType(at, undefined, typeNamed(edit), edit === "heading" ? { level: 3 } : null);
      return;
    case "wrap": {
      const type = typeNamed(at % 2 === 0 ? "bulletList" : "blockquote");
      const wrapping = range && place.depth < 4 ? findWrapping(range, type) : null;
      if (range && wrapping) tr.wrap(range, wrapping);
      return;
    }
    case "lift": {
      const target = range ? liftTarget(range) : null;
      if (range && typeof target === "number") tr.lift(range, target);
      return;
    }
    case "break":
      tr.insert(at, schema.node("hardBreak"));
      return;
  }
}

function typeNamed(name: string): NodeType {
  const type = schema.nodes[name];
  if (!type) throw new Error(`The schema has no ${name}.`);
  return type;
}
