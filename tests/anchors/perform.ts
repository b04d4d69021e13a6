/** Carries out what people do, by the editor's own commands and keys. */

import { Fragment, type Mark, type Node, Slice } from "@tiptap/pm/model";
import type { HeadlessEditor } from "./headless-editor.ts";
import { read, write } from "./letters.ts";
import type { Action, Place, Stretch } from "./steps.ts";

/** What these actions need to know of passages: which letters belong to each. */
export type Owners = readonly { own: ReadonlySet<string> }[];

interface Letter {
  letter: string;
  /** Before and behind it. */
  from: number;
  to: number;
}

function lettersIn(doc: Node): Letter[] {
  const all: Letter[] = [];
  doc.descendants((node, position) => {
    let from = position;
    for (const letter of node.text ?? "") {
      all.push({ letter, from, to: from + letter.length });
      from += letter.length;
    }
  });
  return all;
}

/** Of a few letters before or behind a passage. */
const APART = 4;

function indexOf(letters: Letter[], { passage, where, part }: Place, owners: Owners): number {
  const own = passage === null ? undefined : owners[passage % Math.max(1, owners.length)]?.own;
  const held = own ? letters.flatMap(({ letter }, index) => (own.has(letter) ? [index] : [])) : [];
  const [first] = held;
  const last = held.at(-1);
  if (first === undefined || last === undefined) return Math.floor((part / 1000) * letters.length);
  switch (where) {
    case "before":
      return Math.max(0, first - APART);
    case "start":
      return first;
    case "inside":
      return held[Math.floor((part / 1000) * held.length)] ?? first;
    case "end":
      return last + 1;
    case "after":
      return Math.min(letters.length, last + 1 + APART);
  }
}

function caretAt(doc: Node, place: Place, owners: Owners): number {
  const letters = lettersIn(doc);
  const index = indexOf(letters, place, owners);
  // At the end of a passage the caret stands behind its last letter, not before the next block's first.
  if (place.where === "end" && index > 0) return letters[index - 1]?.to ?? 1;
  return letters[index]?.from ?? letters.at(-1)?.to ?? 1;
}

export function stretchIn(doc: Node, stretch: Stretch, owners: Owners): { from: number; to: number } | null {
  const letters = lettersIn(doc);
  if ("whole" in stretch) {
    const own = owners[stretch.whole % Math.max(1, owners.length)]?.own;
    const held = letters.filter(({ letter }) => own?.has(letter));
    const [first, last] = [held[0], held.at(-1)];
    return first && last ? { from: first.from, to: last.to } : null;
  }
  const index = indexOf(letters, stretch, owners);
  const first = letters[Math.min(index, letters.length - 1)];
  const last = letters[Math.min(index + stretch.letters - 1, letters.length - 1)];
  return first && last ? { from: first.from, to: last.to } : null;
}

export interface Clipboard {
  slice: Slice | null;
  /** It was cut and not pasted yet: the first paste brings its very letters back. */
  isCut: boolean;
}

export function perform(
  target: HeadlessEditor,
  action: Exclude<Action, { do: "annotate" | "go offline" | "come back" | "listen" }>,
  owners: Owners,
  clipboard: Clipboard,
): void {
  const { editor } = target;
  const { doc } = target.state;
  if ("at" in action) target.select(caretAt(doc, action.at, owners));
  if ("over" in action) {
    const stretch = stretchIn(doc, action.over, owners);
    if (!stretch) return;
    target.select(stretch.from, stretch.to);
  }
  const { tr, selection } = target.state;
  switch (action.do) {
    case "type":
    case "type over":
      return target.dispatch(tr.insertText(write(action.words)));
    case "enter":
      return void target.press("Enter");
    case "backspace":
      return backspace(target);
    case "join":
      target.select(selection.$from.start());
      return backspace(target);
    case "delete":
      return target.dispatch(tr.deleteSelection());
    case "cut":
    case "copy":
      clipboard.slice = selection.content();
      clipboard.isCut = action.do === "cut";
      if (clipboard.isCut) target.dispatch(tr.deleteSelection().setMeta("uiEvent", "cut"));
      return;
    case "paste":
      return paste(target, clipboard);
    case "bold":
      return void editor.commands.toggleBold();
    case "italic":
      return void editor.commands.toggleItalic();
    case "link":
      return void editor.chain().extendMarkRange("link").setMark("link", { href: "https://example.org/a" }).run();
    case "clear":
      return void editor.chain().unsetAllMarks().clearNodes().run();
    case "heading":
      return void editor.commands.toggleHeading({ level: 2 });
    case "bullets":
      return void editor.commands.toggleBulletList();
    case "numbers":
      return void editor.commands.toggleOrderedList();
    case "quotation":
      return void editor.commands.toggleBlockquote();
    case "move":
      return moveBlock(target, action.to);
    case "undo":
      return void editor.commands.undo();
    case "redo":
      return void editor.commands.redo();
    case "replace all":
      return replaceAll(target, action.by);
  }
}

/** What no keymap has a use for the browser does itself. */
function backspace(target: HeadlessEditor): void {
  if (target.press("Backspace")) return;
  const { tr, selection } = target.state;
  const before = lettersIn(selection.$from.parent)
    .map(({ to }) => to)
    .indexOf(selection.$from.parentOffset);
  const letter = lettersIn(selection.$from.parent)[before];
  if (!letter) return;
  const start = selection.$from.start();
  target.dispatch(tr.delete(start + letter.from, start + letter.to));
}

function paste(target: HeadlessEditor, clipboard: Clipboard): void {
  if (!clipboard.slice) return;
  const { content, openStart, openEnd } = clipboard.slice;
  const slice = clipboard.isCut ? clipboard.slice : new Slice(written(content, target), openStart, openEnd);
  clipboard.isCut = false;
  target.dispatch(target.state.tr.replaceSelection(slice).setMeta("paste", true));
}

/** A copy reads the same and is not the same. */
function written(content: Fragment, target: HeadlessEditor): Fragment {
  const nodes: Node[] = [];
  content.forEach((node) => {
    nodes.push(
      node.isText
        ? target.state.schema.text(write(read(node.text ?? "")), node.marks)
        : node.copy(written(node.content, target)),
    );
  });
  return Fragment.from(nodes);
}

/** As by dragging it. */
function moveBlock(target: HeadlessEditor, to: number): void {
  const { tr, doc, selection } = target.state;
  const from = selection.$from.index(0);
  const block = doc.maybeChild(from);
  if (!block || doc.childCount < 2) return;
  const start = selection.$from.posAtIndex(from, 0);
  tr.delete(start, start + block.nodeSize);
  const at = tr.doc.resolve(0).posAtIndex(to % (tr.doc.childCount + 1), 0);
  target.dispatch(tr.insert(at, block));
}

/** The word at the caret, wherever it stands, in one transaction. */
function replaceAll(target: HeadlessEditor, by: string): void {
  const { tr, doc, selection } = target.state;
  const word = /^\p{L}+/u.exec(read(selection.$from.parent.textContent.slice(selection.$from.parentOffset)))?.[0];
  if (!word) return;
  const found: { from: number; to: number; marks: readonly Mark[] }[] = [];
  doc.descendants((node, position) => {
    if (!node.isText) return;
    for (const { index } of read(node.text ?? "").matchAll(new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, "gu"))) {
      found.push({ from: position + index, to: position + index + word.length, marks: node.marks });
    }
  });
  for (const { from, to, marks } of found.reverse())
    tr.replaceWith(from, to, target.state.schema.text(write(by), marks));
  target.dispatch(tr);
}
