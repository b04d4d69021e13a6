import { expect, it } from "vitest";
import { encodeStateAsUpdate } from "yjs";
import { plainText } from "../../domain/schema/plain-text.ts";
import { mapPositions } from "../../domain/schema/positions.ts";
import { readBulletin, seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { HeadlessEditor } from "../../tests/anchors/headless-editor.ts";
import { paragraph } from "../../tests/support/text-edits.ts";

const open = (clientId: number): HeadlessEditor =>
  new HeadlessEditor(
    clientId,
    seedUpdate({ type: "doc", content: [paragraph("Ships change names and flags.")] }),
    () => {},
  );

it("what others write after an undo is shown though the text has become shorter than where the caret was", () => {
  const [ann, bob] = [open(10), open(20)];
  const words = (editor: HeadlessEditor): string => mapPositions(editor.state.doc).text;
  const letters = (from: number, to: number) => (editor: HeadlessEditor) => {
    editor.select(from, to);
    editor.dispatch(editor.state.tr.deleteSelection());
  };
  const meet = (): void => {
    for (const [one, other] of [
      [ann, bob],
      [bob, ann],
    ] as const)
      one.receive(encodeStateAsUpdate(other.doc));
  };
  letters(20, 30)(ann);
  meet();
  letters(2, 18)(bob);
  meet();
  ann.editor.commands.undo();
  bob.select(1);
  bob.dispatch(bob.state.tr.insertText("Now "));
  meet();
  for (const each of [ann, bob]) {
    expect(words(each)).toBe("Now Ss and flags.");
    expect(words(each)).toBe(plainText(readBulletin(each.doc)));
  }
});
