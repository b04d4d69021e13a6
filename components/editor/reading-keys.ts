/** Keys and clicks by which the text is annotated and its annotations are picked. */

import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { type AnnotateAction, actionFor, isMacPlatform } from "./annotate-shortcuts.ts";
import { annotationsAt } from "./highlight-layer.ts";
import { takeSelection } from "./take-selection.ts";

/** What lies at a place of the text. */
export interface Place {
  /** Annotations, the one on top first. */
  ids: readonly string[];
  /** The target of a link. */
  href: string | null;
  /** On the screen, for what opens there. */
  left: number;
  bottom: number;
  /** By keyboard, the focus goes to what opens. */
  isKeyboard: boolean;
}

/** What came of it: a menu opened, something was picked or followed, or there was nothing. */
export type Picked = "menu" | "done" | "nothing";

interface Options {
  onAnnotate: (action: AnnotateAction) => boolean;
  onPick: (place: Place, event: { isModified: boolean }) => Picked;
}

export const ReadingKeys = Extension.create<Options>({
  name: "readingKeys",
  priority: 1900,
  addOptions: () => ({ onAnnotate: () => false, onPick: () => "nothing" }),
  addProseMirrorPlugins() {
    const { onAnnotate, onPick } = this.options;
    const isMac = isMacPlatform();
    return [
      new Plugin({
        props: {
          handleDOMEvents: {
            // Tab leaves the text, also within a list, where Tiptap would indent: the keyboard must not be trapped.
            keydown(view, event) {
              const isLeaving = event.key === "Tab" && !event.ctrlKey && !event.metaKey && !event.altKey;
              if (isLeaving) takeSelection(view);
              return isLeaving;
            },
          },
          handleKeyDown(view, event) {
            const action = actionFor(event, isMac);
            const isPick = event.key === "Enter" && event.altKey && !event.ctrlKey && !event.metaKey;
            if (!action && !isPick) return false;
            takeSelection(view);
            if (action) return onAnnotate(action);
            const { head, $head } = view.state.selection;
            const { left, bottom } = view.coordsAtPos(head);
            const link = $head.marks().find((mark) => mark.type.name === "link");
            const place = {
              ids: annotationsAt(view.state, head, "caret"),
              href: link ? String(link.attrs.href) : null,
            };
            const picked = onPick({ ...place, left, bottom, isKeyboard: true }, { isModified: false });
            // The page leads from the text to the picked card by the same keys; with a menu open it is too early.
            if (picked === "menu") event.stopPropagation();
            return true;
          },
          // ProseMirror calls it for plain clicks alone, not at a drag's end. Its selection may be one from before the click.
          handleClick(view, _pos, event) {
            const { target } = event;
            if (!(target instanceof Element)) return false;
            const mark = target.closest("[data-annotations]");
            // Not all ids stand in the page; and not those at the caret, which may lie at the edge to another passage.
            const ids = mark ? annotationsAt(view.state, view.posAtDOM(mark, 0), "character") : [];
            const href = target.closest("a[href]")?.getAttribute("href") ?? null;
            const place = { ids, href, left: event.clientX, bottom: event.clientY, isKeyboard: false };
            return onPick(place, { isModified: isMac ? event.metaKey : event.ctrlKey }) === "menu";
          },
        },
      }),
    ];
  },
  addKeyboardShortcuts() {
    return {
      "Mod-]": () => this.editor.commands.sinkListItem("listItem"),
      "Mod-[": () => this.editor.commands.liftListItem("listItem"),
    };
  },
});
