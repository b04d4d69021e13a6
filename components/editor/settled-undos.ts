/** What an undo brings back is said to stand where it does (domain/ydoc/undo-places.ts). */

import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import type { Doc } from "yjs";
import { settleUndos } from "../../domain/ydoc/undo-places.ts";

export const SettledUndos = Extension.create<{ doc: Doc | null }>({
  name: "settledUndos",
  addOptions: () => ({ doc: null }),
  addProseMirrorPlugins() {
    const { doc } = this.options;
    return doc ? [new Plugin({ view: () => ({ destroy: settleUndos(doc) }) })] : [];
  },
});
