/** What an undo brings back is said to stand where it does (domain/ydoc/undo-places.ts), and its caret where there is text. */

import { Extension } from "@tiptap/core";
import { type EditorState, Plugin } from "@tiptap/pm/state";
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
        view: ({ state }) => {
          const forget = settleUndos(doc);
          const stop = forgetOldPlaces(state);
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
 * y-tiptap looks the place up in the text as it is now, and throws when that has become shorter: then the editor would
 * not show what the undo brought back, and take it out of the text again with the next letter that is typed.
 */
function forgetOldPlaces(state: EditorState): () => void {
  const undoManager: UndoManager | undefined = yUndoPluginKey.getState(state)?.undoManager;
  const binding: { beforeTransactionSelection: RememberedSelection | null } | undefined =
    ySyncPluginKey.getState(state)?.binding;
  if (!undoManager || !binding) return () => {};
  const forget = (): void => {
    const { beforeTransactionSelection: remembered } = binding;
    if (remembered) binding.beforeTransactionSelection = { ...remembered, absAnchor: null, absHead: null };
  };
  undoManager.on("stack-item-popped", forget);
  return () => undoManager.off("stack-item-popped", forget);
}
