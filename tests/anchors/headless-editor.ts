/**
 * A Tiptap editor without a page: the product's schema, collaboration and undo, real states and commands; where a browser
 * would draw, nothing happens.
 */

import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import type { EditorState, PluginView, Transaction } from "@tiptap/pm/state";
import { TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { vi } from "vitest";
import * as Y from "yjs";
import { SettledUndos } from "../../components/editor/settled-undos.ts";
import { SCHEMA_EXTENSIONS } from "../../domain/schema/extensions.ts";
import { textFragment } from "../../domain/ydoc/text-map.ts";

// Node 20 has none, and Tiptap asks it which keys a Mac has.
vi.stubGlobal("navigator", { platform: "Linux", userAgent: "" });

const FROM_SERVER = Symbol("from the server");

export class HeadlessEditor {
  readonly doc = new Y.Doc();
  readonly editor: Editor;
  private readonly views: PluginView[] = [];

  /** @param onUpdate is given what this editor writes */
  constructor(clientId: number, state: Uint8Array, onUpdate: (update: Uint8Array) => void) {
    this.doc.clientID = clientId;
    Y.applyUpdate(this.doc, state, FROM_SERVER);
    this.editor = new Editor({
      element: null,
      // Both read from the page what was typed and pasted.
      enableInputRules: false,
      enablePasteRules: false,
      content: { type: "doc", content: [{ type: "paragraph" }] },
      extensions: [
        ...SCHEMA_EXTENSIONS,
        Collaboration.configure({ fragment: textFragment(this.doc) }),
        SettledUndos.configure({ doc: this.doc }),
      ],
    });
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== FROM_SERVER) onUpdate(update);
    });
    this.bind();
  }

  /** As ProseMirror's view does: the plugins' views are told of each new state. */
  private bind(): void {
    const { editor } = this;
    const view = withoutScreen(editor);
    editor.view.updateState(editor.state.reconfigure({ plugins: editor.extensionManager.plugins }));
    let before = editor.state;
    editor.on("transaction", () => {
      const last = before;
      before = editor.state;
      for (const { update } of this.views) update?.(view, last);
    });
    for (const plugin of editor.state.plugins) {
      const made = plugin.spec.view?.(view);
      if (made) this.views.push(made);
    }
  }

  get state(): EditorState {
    return this.editor.state;
  }

  receive(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, FROM_SERVER);
  }

  select(from: number, to = from): void {
    const { doc, tr } = this.state;
    this.dispatch(tr.setSelection(TextSelection.between(doc.resolve(from), doc.resolve(to))));
  }

  dispatch(transaction: Transaction): void {
    this.editor.view.dispatch(transaction);
  }

  /** Gives whether any of the editor's keymaps had a use for it. */
  press(key: string): boolean {
    const event = { key, keyCode: 0, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false } as KeyboardEvent;
    const view = withoutScreen(this.editor);
    return this.state.plugins.some((plugin) => plugin.props.handleKeyDown?.call(plugin, view, event) === true);
  }

  destroy(): void {
    for (const { destroy } of this.views) destroy?.();
    this.doc.destroy();
  }
}

/** Tiptap's stand-in for a view has a state and takes transactions; bindings also ask whether somebody looks at it. */
const withoutScreen = (editor: Editor): EditorView =>
  new Proxy(editor.view, {
    get: (view, name) => (name === "hasFocus" ? () => false : Reflect.get(view, name)),
  });
