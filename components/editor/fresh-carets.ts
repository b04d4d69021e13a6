/** A caret that the mouse has just put survives what is drawn before the browser tells the editor of it. */

import { Extension } from "@tiptap/core";
import { Plugin, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { textSelectionOf } from "./take-selection.ts";

/** Pressed, and the browser has not said yet what that selected: on a busy machine somebody's caret moves in between. */
const waiting = new WeakSet<EditorView>();

export const FreshCarets = Extension.create({
  name: "freshCarets",
  dispatchTransaction({ transaction, next }) {
    const { view } = this.editor;
    // The editor would put the caret back to where it was before the click.
    if (waiting.has(view) && !transaction.docChanged && !transaction.selectionSet && view.hasFocus()) {
      const fresh = view.state.selection instanceof TextSelection ? textSelectionOf(view) : null;
      if (fresh) transaction.setSelection(fresh);
    }
    next(transaction);
  },
  addProseMirrorPlugins: () => [
    new Plugin({
      props: { handleDOMEvents: { mousedown: (view) => void waiting.add(view) } },
      view(view) {
        const root = view.dom.ownerDocument;
        const told = (): void => void waiting.delete(view);
        root.addEventListener("selectionchange", told);
        return { destroy: () => root.removeEventListener("selectionchange", told) };
      },
    }),
  ],
});
