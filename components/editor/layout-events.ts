/** Tells the margin that passages may have moved in the editor. */

import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { highlightSet } from "./highlight-layer.ts";
import { tellLayout } from "./text-and-margin.ts";

export const LayoutEvents = Extension.create({
  name: "layoutEvents",
  addProseMirrorPlugins: () => [
    new Plugin({
      view(view) {
        const resized = new ResizeObserver(() => tellLayout(view.dom));
        resized.observe(view.dom);
        return {
          update({ state }, before) {
            if (state.doc !== before.doc || highlightSet(state) !== highlightSet(before)) tellLayout(view.dom);
          },
          destroy: () => resized.disconnect(),
        };
      },
    }),
  ],
});
