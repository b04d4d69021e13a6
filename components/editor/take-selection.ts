/** The selection as the browser has it now. */

import { TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

/**
 * Tells the editor of a caret that just moved. The browser says so in an event of its own, which on a busy machine comes
 * after the next key: words would be annotated that are no longer the selected ones.
 */
export function takeSelection(view: EditorView): void {
  const selection = textSelectionOf(view);
  if (selection) view.dispatch(view.state.tr.setSelection(selection));
}

/** What the browser has selected in the text; null when that is nothing, or what the editor has. */
export function textSelectionOf(view: EditorView): TextSelection | null {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = view.dom.ownerDocument.getSelection() ?? {};
  if (!anchorNode || !focusNode || anchorOffset === undefined || focusOffset === undefined) return null;
  if (!view.dom.contains(anchorNode) || !view.dom.contains(focusNode)) return null;
  const { doc, selection } = view.state;
  const anchor = view.posAtDOM(anchorNode, anchorOffset);
  const head = view.posAtDOM(focusNode, focusOffset);
  if (anchor === selection.anchor && head === selection.head) return null;
  const found = TextSelection.between(doc.resolve(anchor), doc.resolve(head));
  return found instanceof TextSelection ? found : null;
}
