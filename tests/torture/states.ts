/** Documents compared by what they say: the same text may lie in differently cut items. */

import * as Y from "yjs";
import { readAnnotations } from "../../domain/ydoc/annotations-doc.ts";
import { textFragment } from "../../domain/ydoc/text-map.ts";

export type Kind = "text" | "annotations";

/**
 * Whether it was sent a change without what that builds on. Until the rest comes such a document may hold what no schema
 * allows, and an editor takes that out for everybody.
 */
export const isPartial = (doc: Y.Doc): boolean => doc.store.pendingStructs !== null || doc.store.pendingDs !== null;

/** All that the document says, as one string. */
export function contentOf(doc: Y.Doc, kind: Kind): string {
  if (isPartial(doc)) throw new Error("A document waits for what it was not sent.");
  if (kind === "text") return JSON.stringify(nodesOf(textFragment(doc)));
  return JSON.stringify(readAnnotations(doc).sort((one, other) => (one.id < other.id ? -1 : 1)));
}

const nodesOf = (parent: Y.XmlFragment): unknown[] =>
  parent.toArray().map((node) => {
    if (node instanceof Y.XmlText) return runsOf(node);
    return node instanceof Y.XmlElement ? [node.nodeName, sorted(node.getAttributes()), nodesOf(node)] : null;
  });

/** Neighbouring runs with the same marks are one, however often a mark was set and taken back between them. */
function runsOf(text: Y.XmlText): unknown[] {
  const runs: { words: string; marks: string }[] = [];
  for (const { insert, attributes } of text.toDelta() as { insert: string; attributes?: object }[]) {
    const marks = JSON.stringify(sorted(attributes ?? {}));
    const last = runs.at(-1);
    if (last?.marks === marks) last.words += insert;
    else runs.push({ words: insert, marks });
  }
  return runs;
}

const sorted = (fields: object): unknown[] => Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1));

export interface Seen {
  kind: Kind;
  state: Uint8Array;
}

export const seenIn = (doc: Y.Doc, kind: Kind): Seen => ({ kind, state: Y.encodeStateAsUpdate(doc) });

/** Whether `doc` holds all that was seen: taking it in changes nothing that it says. */
export function holds(doc: Y.Doc, { kind, state }: Seen): boolean {
  const both = new Y.Doc();
  Y.applyUpdate(both, Y.encodeStateAsUpdate(doc));
  Y.applyUpdate(both, state);
  const isSame = contentOf(both, kind) === contentOf(doc, kind);
  both.destroy();
  return isSame;
}
