/** Tells the margin that passages may have moved. */

import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { highlightSet } from "./highlight-layer.ts";

/** Dispatched on the editor's element, and bubbles. */
export const LAYOUT_EVENT = "glossa:layout";

export const LayoutEvents = Extension.create({
  name: "layoutEvents",
  addProseMirrorPlugins: () => [
    new Plugin({
      view(view) {
        const tell = (): void => {
          view.dom.dispatchEvent(new CustomEvent(LAYOUT_EVENT, { bubbles: true }));
        };
        const resized = new ResizeObserver(tell);
        resized.observe(view.dom);
        return {
          update({ state }, before) {
            if (state.doc !== before.doc || highlightSet(state) !== highlightSet(before)) tell();
          },
          destroy: () => resized.disconnect(),
        };
      },
    }),
  ],
});
