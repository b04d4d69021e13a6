import { expect, it } from "vitest";
import { encodeStateAsUpdate } from "yjs";
import { plainText } from "../../domain/schema/plain-text.ts";
import { mapPositions } from "../../domain/schema/positions.ts";
import { readBulletin, seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { HeadlessEditor } from "../../tests/anchors/headless-editor.ts";
import { paragraph } from "../../tests/support/text-edits.ts";

const SEED = seedUpdate({ type: "doc", content: [paragraph("Ships change names and flags.")] });

function open(): { ann: HeadlessEditor; bob: HeadlessEditor; meet: () => void } {
  const [ann, bob] = [10, 20].map((id) => new HeadlessEditor(id, SEED, () => {})) as [HeadlessEditor, HeadlessEditor];
  const meet = (): void => {
    ann.receive(encodeStateAsUpdate(bob.doc));
    bob.receive(encodeStateAsUpdate(ann.doc));
  };
  return { ann, bob, meet };
}

function deleteLetters(editor: HeadlessEditor, from: number, to: number): void {
  editor.select(from, to);
  editor.dispatch(editor.state.tr.deleteSelection());
}

function expectShown(editor: HeadlessEditor, words: string): void {
  expect(mapPositions(editor.state.doc).text).toBe(words);
  expect(plainText(readBulletin(editor.doc))).toBe(words);
}

it("what others write after an undo is shown though the text has become shorter than where the caret was", () => {
  const { ann, bob, meet } = open();
  deleteLetters(ann, 20, 30);
  meet();
  deleteLetters(bob, 2, 18);
  meet();
  ann.editor.commands.undo();
  bob.select(1);
  bob.dispatch(bob.state.tr.insertText("Now "));
  meet();
  for (const each of [ann, bob]) expectShown(each, "Now Ss and flags.");
});

it("what others delete is shown also to who has just made it bold", () => {
  const { ann, bob, meet } = open();
  ann.select(6, 30);
  ann.editor.commands.toggleBold();
  deleteLetters(bob, 6, 30);
  meet();
  for (const each of [ann, bob]) expectShown(each, "Ships");
});
