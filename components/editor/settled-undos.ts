/** What an undo brings back is said to stand where it does (domain/ydoc/undo-places.ts), and its caret where there is text. */

import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey, yUndoPluginKey } from "@tiptap/y-tiptap";
import type { Doc, UndoManager } from "yjs";
import { settleUndos } from "../../domain/ydoc/undo-places.ts";

/** A selection as y-tiptap remembers it: by what stood there, and by its place in the text as it was then. */
interface RememberedSelection {
  absAnchor: number | null;
  absHead: number | null;
}

export const SettledUndos = Extension.create<{ doc: Doc | null }>({
  name: "settledUndos",
  addOptions: () => ({ doc: null }),
  addProseMirrorPlugins() {
    const { doc } = this.options;
    if (!doc) return [];
    return [
      new Plugin({
        view: (view) => {
          const forget = settleUndos(doc);
          const stop = forgetOldPlaces(doc, view);
          return {
            destroy() {
              forget();
              stop();
            },
          };
        },
      }),
    ];
  },
});

/**
 * y-tiptap looks the place up in the text as it is shown now, and throws when that has become shorter: since an edit that
 * is undone, or since the first of several changes of the document that come at once (Yjs tidies up formatting behind
 * what others deleted). Then the editor would not show the change, and take it back with the next letter that is typed.
 */
function forgetOldPlaces(doc: Doc, view: EditorView): () => void {
  const undoManager: UndoManager | undefined = yUndoPluginKey.getState(view.state)?.undoManager;
  const binding: { beforeTransactionSelection: RememberedSelection | null } | undefined = ySyncPluginKey.getState(
    view.state,
  )?.binding;
  if (!undoManager || !binding) return () => {};
  let shown = view.state.doc;
  const remember = (): void => {
    shown = view.state.doc;
  };
  const forget = (): void => {
    const { beforeTransactionSelection: remembered } = binding;
    if (remembered) binding.beforeTransactionSelection = { ...remembered, absAnchor: null, absHead: null };
  };
  const forgetIfOld = (): void => {
    if (view.state.doc !== shown) forget();
  };
  undoManager.on("stack-item-popped", forget);
  doc.on("beforeAllTransactions", remember);
  doc.on("beforeObserverCalls", forgetIfOld);
  return () => {
    undoManager.off("stack-item-popped", forget);
    doc.off("beforeAllTransactions", remember);
    doc.off("beforeObserverCalls", forgetIfOld);
  };
}
