/** An editor without a screen: edits a text document as Tiptap does, through y-tiptap, and keeps what it has to send. */

import { Fragment, type Node, type NodeType, Slice } from "@tiptap/pm/model";
import { canJoin, canSplit, findWrapping, liftTarget, Transform } from "@tiptap/pm/transform";
import { initProseMirrorDoc, updateYFragment } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { bulletinSchema } from "../../domain/schema/extensions.ts";
import { textFragment } from "../../domain/ydoc/text-map.ts";
import { settleUndos } from "../../domain/ydoc/undo-places.ts";

export const schema = bulletinSchema();

const FROM_SERVER = Symbol("from the server");

/** A place is a number from 0 to 1, so that it means something in every document. */
export type Edit =
  | { do: "type"; at: number; text: string }
  | { do: "break"; at: number }
  | { do: "delete"; from: number; to: number }
  | { do: "split"; at: number }
  | { do: "join"; at: number }
  | { do: "bold" | "italic" | "unmark"; from: number; to: number }
  | { do: "link"; from: number; to: number; href: string }
  | { do: "heading"; at: number; level: number }
  | { do: "paragraph"; at: number }
  | { do: "wrap"; at: number; in: "bulletList" | "orderedList" | "blockquote" }
  | { do: "start"; at: number; start: number }
  | { do: "lift"; at: number }
  | { do: "move"; from: number; to: number }
  | { do: "table"; at: number }
  | { do: "undo" }
  | { do: "redo" };

export class TextClient {
  readonly doc: Y.Doc;
  /** Local updates in order, not sent yet. */
  readonly outbox: Uint8Array[] = [];
  private readonly undo: Y.UndoManager;

  constructor(clientId: number, state: Uint8Array, doc = new Y.Doc()) {
    this.doc = doc;
    this.doc.clientID = clientId;
    Y.applyUpdate(this.doc, state, FROM_SERVER);
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== FROM_SERVER) this.outbox.push(update);
    });
    settleUndos(this.doc);
    this.undo = new Y.UndoManager(textFragment(this.doc), { captureTimeout: 0, trackedOrigins: new Set([null, this]) });
  }

  receive(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, FROM_SERVER);
  }

  /** The document as the editor shows it. */
  get shown(): Node {
    return initProseMirrorDoc(textFragment(this.doc), schema).doc;
  }

  /** Does nothing where the editor's own command would not apply. */
  edit(edit: Edit): void {
    if (edit.do === "undo") this.undo.undo();
    else if (edit.do === "redo") this.undo.redo();
    else this.change((tr) => apply(tr, edit));
  }

  change(make: (tr: Transform) => void): void {
    const fragment = textFragment(this.doc);
    const { doc, meta } = initProseMirrorDoc(fragment, schema);
    const tr = new Transform(doc);
    try {
      make(tr);
      tr.doc.check();
    } catch (error) {
      // A step that the schema forbids is one that the editor does not offer.
      if (error instanceof TypeError) throw error;
      return;
    }
    this.doc.transact(() => updateYFragment(this.doc, fragment, tr.doc, meta), this);
  }
}

function apply(tr: Transform, edit: Exclude<Edit, { do: "undo" } | { do: "redo" }>): void {
  const { doc } = tr;
  const size = doc.content.size;
  /** The nearest place for a caret. */
  const caret = (part: number): number => {
    const places: number[] = [];
    doc.descendants((node, position) => {
      const isInPair = (at: number): boolean => /[\ud800-\udbff]$/.test(node.textBetween(0, at, "", "\n"));
      for (let at = 0; node.isTextblock && at <= node.content.size; at++)
        if (!isInPair(at)) places.push(position + 1 + at);
      return !node.isTextblock;
    });
    return places[Math.min(places.length - 1, Math.floor(part * places.length))] ?? 1;
  };
  const range = (a: number, b: number): { from: number; to: number } => {
    const [from = 0, to = 0] = [caret(a), caret(b)].sort((x, y) => x - y);
    return { from, to };
  };
  switch (edit.do) {
    case "type": {
      const at = caret(edit.at);
      tr.insert(at, schema.text(edit.text, doc.resolve(at).marks()));
      return;
    }
    case "break":
      tr.insert(caret(edit.at), schema.node("hardBreak"));
      return;
    case "delete": {
      const { from, to } = range(edit.from, edit.to);
      tr.deleteRange(from, to);
      return;
    }
    case "split": {
      const at = caret(edit.at);
      const inItem = doc.resolve(at).node(-1)?.type.name === "listItem";
      if (canSplit(doc, at, inItem ? 2 : 1)) tr.split(at, inItem ? 2 : 1);
      return;
    }
    case "join": {
      const before = doc.resolve(caret(edit.at)).before(1);
      if (before > 0 && canJoin(doc, before)) tr.join(before);
      return;
    }
    case "bold":
    case "italic": {
      const { from, to } = range(edit.from, edit.to);
      tr.addMark(from, to, schema.mark(edit.do));
      return;
    }
    case "unmark": {
      const { from, to } = range(edit.from, edit.to);
      tr.removeMark(from, to);
      return;
    }
    case "link": {
      const { from, to } = range(edit.from, edit.to);
      tr.addMark(from, to, schema.mark("link", { href: edit.href }));
      return;
    }
    case "heading":
      tr.setBlockType(caret(edit.at), undefined, typeNamed("heading"), { level: edit.level });
      return;
    case "paragraph":
      tr.setBlockType(caret(edit.at), undefined, typeNamed("paragraph"));
      return;
    case "wrap": {
      const around = doc.resolve(caret(edit.at)).blockRange();
      const wrapping = around && findWrapping(around, typeNamed(edit.in));
      if (around && wrapping) tr.wrap(around, wrapping);
      return;
    }
    case "start":
      doc.nodesBetween(0, size, (node, position) => {
        if (node.type.name === "orderedList") tr.setNodeAttribute(position, "start", edit.start);
      });
      return;
    case "lift": {
      const around = doc.resolve(caret(edit.at)).blockRange();
      const target = around && liftTarget(around);
      if (around && typeof target === "number") tr.lift(around, target);
      return;
    }
    case "move": {
      const from = Math.floor(edit.from * doc.childCount);
      const block = doc.maybeChild(from);
      if (!block || doc.childCount < 2) return;
      const start = childStart(doc, from);
      tr.delete(start, start + block.nodeSize);
      const to = Math.floor(edit.to * (tr.doc.childCount + 1));
      const at = childStart(tr.doc, to);
      tr.replace(at, at, new Slice(Fragment.from(block), 0, 0));
      return;
    }
    case "table": {
      const cell = (text: string): Node =>
        schema.node("tableCell", null, [schema.node("paragraph", null, [schema.text(text)])]);
      const row = (): Node => schema.node("tableRow", null, [cell("one"), cell("two")]);
      const at = childStart(doc, Math.floor(edit.at * (doc.childCount + 1)));
      tr.insert(at, schema.node("table", null, [row(), row()]));
      return;
    }
  }
}

function typeNamed(name: string): NodeType {
  const type = schema.nodes[name];
  if (!type) throw new Error(`The schema has no ${name}.`);
  return type;
}

function childStart(doc: Node, index: number): number {
  let at = 0;
  for (let before = 0; before < Math.min(index, doc.childCount); before++) at += doc.child(before).nodeSize;
  return at;
}
