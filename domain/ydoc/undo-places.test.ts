import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { textFragment } from "./text-map.ts";
import { settleUndos } from "./undo-places.ts";

class Copy {
  readonly doc = new Y.Doc();
  readonly updates: Uint8Array[] = [];
  readonly undo = new Y.UndoManager(textFragment(this.doc), { captureTimeout: 0 });

  constructor(clientId: number, isSettled = true) {
    this.doc.clientID = clientId;
    if (isSettled) settleUndos(this.doc);
    this.doc.on("update", (update: Uint8Array) => this.updates.push(update));
  }

  get blocks(): Y.XmlFragment {
    return textFragment(this.doc);
  }

  get first(): Y.XmlElement {
    return this.blocks.get(0) as Y.XmlElement;
  }

  get words(): Y.XmlText {
    return this.first.get(0) as Y.XmlText;
  }

  get shown(): string {
    return this.blocks.toString();
  }

  takeIn(other: Copy): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(this.doc)));
  }
}

const paragraph = (words: string): Y.XmlElement => {
  const made = new Y.XmlElement("paragraph");
  made.insert(0, [new Y.XmlText(words)]);
  return made;
};

/** Ann brings a word back, Bob writes where it stood, and Ann brings the paragraph back in which both stand. */
function bringBackTwice(isSettled: boolean): { ann: Copy; bob: Copy } {
  const [ann, bob] = [new Copy(10, isSettled), new Copy(20)];
  ann.blocks.insert(0, [paragraph("one two")]);
  bob.takeIn(ann);
  ann.words.delete(4, 3);
  ann.undo.undo();
  bob.words.insert(4, "! ");
  ann.takeIn(bob);
  ann.blocks.delete(0, 1);
  ann.undo.undo();
  bob.takeIn(ann);
  return { ann, bob };
}

describe("what an undo brings back", () => {
  it("stands in the same place in all copies", () => {
    const { ann, bob } = bringBackTwice(true);
    expect(ann.words.length).toBe("one two! ".length);
    expect(bob.shown).toBe(ann.shown);
  });

  it("stands in two places if it is left to Yjs, or this file has had its day", () => {
    const { ann, bob } = bringBackTwice(false);
    expect(bob.shown).not.toBe(ann.shown);
  });

  it("is said to stand between two that are there, in their order", () => {
    const ann = new Copy(10);
    const quote = new Y.XmlElement("blockquote");
    quote.insert(0, [paragraph("one"), paragraph("two")]);
    ann.blocks.insert(0, [quote]);
    ann.first.delete(1, 1);
    ann.undo.undo();
    ann.first.insert(2, [paragraph("three")]);
    const shown = ann.shown;
    ann.blocks.delete(0, 1);
    ann.undo.undo();
    expect(ann.shown).toBe(shown);
    const [one, two, three] = ann.first.toArray().map((block) => block._item);
    expect(two?.origin).toEqual(one?.lastId);
    expect(three?.origin).toEqual(two?.lastId);
    expect(three?.rightOrigin).toBeNull();
  });
});
