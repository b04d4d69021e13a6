import { expect, it } from "vitest";
import * as Y from "yjs";
import { textFragment } from "../../domain/ydoc/text-map.ts";
import { wordsStanding, wordsWithin } from "./typed-words.ts";

/** A text of these blocks, and what is typed into it afterwards. */
function typing(...blocks: string[]) {
  const doc = new Y.Doc();
  const texts = blocks.map((words) => {
    const text = new Y.XmlText(words);
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [text]);
    textFragment(doc).push([paragraph]);
    return text;
  });
  const server = new Y.Doc();
  Y.applyUpdate(server, Y.encodeStateAsUpdate(doc));
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const type = (block: number, at: number, words: string): void => {
    [...words].forEach((letter, index) => {
      texts[block]?.insert(at + index, letter);
    });
  };
  return { doc, server, updates, texts, type };
}

it("gives typed words in the order of the text, and says where others stand between", () => {
  const { doc, server, updates, type } = typing("The pier moved.", "The ferry runs.");
  type(1, 15, " Until ten.");
  type(0, 15, " By a hand.");
  type(0, 4, "northern ");
  expect(wordsStanding(doc, updates, server)).toBe("northern … By a hand.\nUntil ten.");
});

it("leaves out what was deleted again, and what has arrived after all", () => {
  const { doc, server, updates, type, texts } = typing("The pier moved.");
  type(0, 15, " Twice.");
  for (const update of updates) Y.applyUpdate(server, update);
  type(0, 22, " Or more.");
  texts[0]?.delete(22, 3);
  expect(wordsStanding(doc, updates, server)).toBe("more.");
});

it("gives nothing where nothing was typed", () => {
  const { doc, server, updates, texts } = typing("The pier moved.");
  texts[0]?.delete(0, 4);
  expect(wordsStanding(doc, updates, server)).toBeNull();
  expect(wordsWithin(updates)).toBeNull();
});

it("reads what it can from updates that fit into no text", () => {
  const { updates, type, texts } = typing("The pier moved.");
  type(0, 15, " Lost.");
  const before = updates.length;
  type(0, 21, " One. Two.");
  type(0, 0, "Three. ");
  texts[0]?.delete(28 + 5, 5);
  expect(wordsWithin(updates.slice(before))).toBe("One.\nThree.");
  expect(wordsWithin([new Uint8Array([9, 9, 9])])).toBeNull();
});
