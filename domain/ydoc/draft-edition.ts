/** A new edition tried out on a copy of the text: what it would change, and the very update that would change it. */

import * as Y from "yjs";
import type { Step } from "../edition/plan-edition.ts";
import { keyOf, treeOf } from "../edition/tree.ts";
import type { BulletinNode } from "../schema/document.ts";
import { applyEdition } from "./apply-edition.ts";
import { readBulletin } from "./read-bulletin.ts";
import { SEED_CLIENT } from "./text-doc.ts";
import { readTextMap, type TextMap } from "./text-map.ts";

export interface EditionDraft {
  steps: Step[];
  before: TextMap;
  after: TextMap;
  /** Of encoding V1; to be applied to the very state that it was made on, as it goes on with the server's own client id. */
  update: Uint8Array;
  /** The state that it was made on. */
  base: Y.Snapshot;
}

/** @param state the text document as one update */
export function draftEdition(state: Uint8Array, document: BulletinNode): EditionDraft {
  const doc = loaded(state);
  // Only now: on taking in what this id has written, Yjs would choose another.
  doc.clientID = SEED_CLIENT;
  const base = Y.snapshot(doc);
  // Of a copy of its own: a text map may look things up in its document later.
  const before = readTextMap(loaded(state));
  const wanted = treeOf(document);
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const steps = applyEdition(doc, wanted);
  if (keyOf(treeOf(readBulletin(doc))) !== keyOf(wanted)) throw new Error("The text did not become the new edition.");
  return { steps, before, after: readTextMap(doc), update: Y.mergeUpdates(updates), base };
}

function loaded(state: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  return doc;
}

/** The whole of a text document as one update, to make a draft on. */
export const stateOf = (doc: Y.Doc): Uint8Array => Y.encodeStateAsUpdate(doc);

/** Whether a document is still in the state that the draft was made on. */
export const isBaseOf = ({ base }: EditionDraft, doc: Y.Doc): boolean => Y.equalSnapshots(base, Y.snapshot(doc));

/** Makes the draft come true, in the state that it was made on. */
export const carryOutDraft = ({ update }: EditionDraft, doc: Y.Doc): void => Y.applyUpdate(doc, update);
