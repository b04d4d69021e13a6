/** Carets and selections of the others, signed by the server. */

import { Extension } from "@tiptap/core";
import { yCursorPlugin } from "@tiptap/y-tiptap";
import type { Awareness } from "y-protocols/awareness";
import { personOf } from "../sync/presence.ts";

export const RemoteCarets = Extension.create<{ awareness: Awareness | null }>({
  name: "remoteCarets",
  priority: 999,
  addOptions: () => ({ awareness: null }),
  addProseMirrorPlugins() {
    const { awareness } = this.options;
    if (!awareness) return [];
    return [
      yCursorPlugin(awareness, {
        // Not by the document's client, as y-tiptap would: a reader's editor is bound to a copy.
        awarenessStateFilter: (_: number, client: number) => client !== awareness.clientID,
        cursorBuilder: caret,
        selectionBuilder: (user: unknown) => ({
          class: "remote-selection",
          "data-colour": personOf(user)?.colour ?? "slate",
        }),
      }),
    ];
  },
});

function caret(user: unknown): HTMLElement {
  const person = personOf(user);
  const element = document.createElement("span");
  element.className = "remote-caret";
  element.dataset.colour = person?.colour ?? "slate";
  // Who is here is said in the list of people; in the midst of a sentence a name would only interrupt.
  element.ariaHidden = "true";
  const label = document.createElement("span");
  label.className = "remote-caret-name";
  label.textContent = person?.name ?? "";
  element.append(label);
  return element;
}
