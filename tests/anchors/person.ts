/** Somebody with the bulletin open, at the end of a slow network: what comes and goes waits until it is carried. */

import { yUndoPluginKey } from "@tiptap/y-tiptap";
import type { UndoManager } from "yjs";
import * as Y from "yjs";
import { mapPositions } from "../../domain/schema/positions.ts";
import type { TestSocket } from "../support/test-socket.ts";
import { HeadlessEditor } from "./headless-editor.ts";
import type { Clipboard } from "./perform.ts";

/** Yjs takes edits within half a second for one to undo. */
const ONE_EDIT = 500;

type Sending = { update: Uint8Array } | { annotate: () => Promise<void> };

export class Person {
  readonly name: string;
  readonly editor: HeadlessEditor;
  /** This person's copy of the annotations. */
  readonly notes = new Y.Doc();
  readonly clipboard: Clipboard = { slice: null, isCut: false };
  private readonly sockets: { text: TestSocket; notes: TestSocket };
  private readonly incoming: { text: Uint8Array[]; notes: Uint8Array[] } = { text: [], notes: [] };
  private outgoing: Sending[] = [];
  private isOffline = false;
  private editedAt = 0;

  constructor(name: string, clientId: number, sockets: { text: TestSocket; notes: TestSocket }) {
    this.name = name;
    this.sockets = sockets;
    this.editor = new HeadlessEditor(clientId, Y.encodeStateAsUpdate(sockets.text.doc), (update) => {
      this.outgoing.push({ update });
    });
    // It would go by the real clock, which stands still here.
    this.undoManager.captureTimeout = Number.POSITIVE_INFINITY;
    sockets.text.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.incoming.text.push(update);
    });
    Y.applyUpdate(this.notes, Y.encodeStateAsUpdate(sockets.notes.doc));
    sockets.notes.doc.on("update", (update: Uint8Array) => this.incoming.notes.push(update));
  }

  private get undoManager(): UndoManager {
    return yUndoPluginKey.getState(this.editor.state).undoManager;
  }

  /** The text as the editor shows it. */
  get text(): string {
    return mapPositions(this.editor.state.doc).text;
  }

  get refused(): string[] {
    return this.sockets.text.heard.filter((line) => line.startsWith("refused"));
  }

  /** Goes out behind the text that was written before. */
  annotate(run: () => Promise<void>): void {
    this.outgoing.push({ annotate: run });
  }

  beforeEdit(): void {
    const now = Date.now();
    if (now - this.editedAt >= ONE_EDIT) this.undoManager.stopCapturing();
    this.editedAt = now;
  }

  listen(): void {
    if (this.isOffline) return;
    for (const update of this.incoming.text.splice(0)) this.editor.receive(update);
    for (const update of this.incoming.notes.splice(0)) Y.applyUpdate(this.notes, update);
  }

  async send(): Promise<void> {
    if (this.isOffline) return;
    for (const sending of this.outgoing.splice(0)) {
      if ("annotate" in sending) await sending.annotate();
      else {
        // The server sends nobody's own words back, and what others build on them needs them there.
        Y.applyUpdate(this.sockets.text.doc, sending.update, this);
        this.sockets.text.update(sending.update);
      }
    }
  }

  goOffline(): void {
    this.isOffline = true;
  }

  /** What was written offline goes out as one update. */
  comeBack(): void {
    if (!this.isOffline) return;
    this.isOffline = false;
    const updates = this.outgoing.flatMap((sending) => ("update" in sending ? [sending.update] : []));
    const rest = this.outgoing.filter((sending) => "annotate" in sending);
    this.outgoing = updates.length > 0 ? [{ update: Y.mergeUpdates(updates) }, ...rest] : rest;
  }
}
