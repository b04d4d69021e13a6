/** Refuses a paste or drop that would hold up the page: longer documents are imported. */

import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";

/** In UTF-16 code units: some 300,000 words, which the editor takes in a few seconds. */
const TEXT_MAX = 2_000_000;

/** Mark-up around it, as office programs write it. */
const MARKUP_MAX = 4 * TEXT_MAX;

const isTooLong = (data: DataTransfer | null): boolean =>
  data !== null && (data.getData("text/plain").length > TEXT_MAX || data.getData("text/html").length > MARKUP_MAX);

export const PasteLimit = Extension.create<{ onRefused: () => void }>({
  name: "pasteLimit",
  priority: 1500,
  addOptions: () => ({ onRefused: () => {} }),
  addProseMirrorPlugins() {
    const { onRefused } = this.options;
    const check = (data: DataTransfer | null, event: Event): boolean => {
      if (!isTooLong(data)) return false;
      event.preventDefault();
      onRefused();
      return true;
    };
    return [
      new Plugin({
        props: {
          // Before ProseMirror parses it, which is what takes so long.
          handleDOMEvents: {
            paste: (_, event) => check(event.clipboardData, event),
            drop: (_, event) => check(event.dataTransfer, event),
          },
        },
      }),
    ];
  },
});
