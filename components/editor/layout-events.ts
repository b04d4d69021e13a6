/** Where the editor stands to the screen: which passages are drawn, and what the margin is told of them. */

import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import type { Span } from "../../domain/schema/positions.ts";
import { placedHighlights, showStretch, stretchIn } from "./highlight-layer.ts";
import { type Blocks, type Edge, LEFT_OVER, nearScreen, watchScreen } from "./near-screen.ts";
import { positionsIn } from "./position-cache.ts";
import { takeSelection } from "./take-selection.ts";
import { type DrawnText, offerText, tellLayout } from "./text-and-margin.ts";

export const LayoutEvents = Extension.create({
  name: "layoutEvents",
  addProseMirrorPlugins: () => [
    new Plugin({
      view(view) {
        const unfollow = [
          offerText(drawnBy(view)),
          watchScreen(view.dom, (isPrinting) =>
            isPrinting ? showStretch(view, { from: 0, to: view.state.doc.content.size }) : look(view),
          ),
        ];
        const resized = new ResizeObserver(() => tellLayout(view.dom));
        resized.observe(view.dom);
        return {
          update({ state }, before) {
            if (state.doc !== before.doc || placedHighlights(state) !== placedHighlights(before)) tellLayout(view.dom);
          },
          destroy() {
            resized.disconnect();
            for (const end of unfollow) end();
          },
        };
      },
    }),
  ],
});

const drawnBy = (view: EditorView): DrawnText => ({
  element: view.dom,
  placeOf(offset) {
    const span = positionsIn(view.state.doc).spanOf({ start: offset, end: offset + 1 });
    return span && view.domAtPos(span.from, 1);
  },
  look: () => look(view),
});

/** Draws what is near the screen, when that is no longer all drawn. */
function look(view: EditorView): void {
  const { from, to } = stretchIn(view.state);
  const needed = stretchNear(view, LEFT_OVER * window.innerHeight);
  if (!needed || (needed.from >= from && needed.to <= to)) return;
  const stretch = stretchNear(view);
  if (!stretch) return;
  // Page Down scrolls and moves the caret: drawing anew would put it back where the editor knows it.
  if (view.hasFocus() && !view.composing) takeSelection(view);
  showStretch(view, stretch);
}

/** Null when the text is not to be seen. */
function stretchNear(view: EditorView, beyond?: number): Span | null {
  const { doc } = view.state;
  const starts: number[] = [];
  doc.forEach((_, at) => void starts.push(at));
  const blocks: Blocks = {
    count: doc.childCount,
    element(index) {
      const drawn = view.nodeDOM(starts[index] ?? 0);
      return drawn instanceof Element ? drawn : null;
    },
  };
  const near = nearScreen(blocks, beyond);
  if (!near) return null;
  // Words of a paragraph are spread evenly; those of a table or a list are not.
  const position = ({ block, share }: Edge, side: 0 | 1): number => {
    const node = doc.child(block);
    return (starts[block] ?? 0) + Math.round(node.nodeSize * (node.isTextblock ? share : side));
  };
  return { from: position(near.first, 0), to: position(near.last, 1) };
}
