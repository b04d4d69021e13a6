/**
 * For those who may not edit: the text keeps a caret, so that it is read and selected by keyboard, mouse and screen
 * reader as any text field is, but takes no input whatever its way. Only what comes from the Yjs document changes it.
 */

import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { isFromYjs } from "./map-decorations.ts";

const refuse = (_: unknown, event: Event): boolean => {
  event.preventDefault();
  return true;
};

export const LockedText = Extension.create({
  name: "lockedText",
  priority: 2000,
  addProseMirrorPlugins: () => [
    new Plugin({
      // The last gate: whatever a browser, an input method or an add-on does to the page is drawn over again.
      filterTransaction: (transaction) => !transaction.docChanged || isFromYjs(transaction),
      props: { handleDOMEvents: { beforeinput: refuse, paste: refuse, drop: refuse } },
    }),
  ],
});
