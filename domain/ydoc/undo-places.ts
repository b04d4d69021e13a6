/**
 * Where the parts of a text stand that an undo brings back.
 *
 * Yjs's UndoManager puts each between the copies of its old neighbours. But of what was deleted, brought back and deleted
 * again, the place where it first stood leads to its newest copy too, which may stand elsewhere. So a part may be said to
 * stand between two that are no neighbours, or even the wrong way round; copies of the text then put it in different places,
 * and the server refuses what leads to that. Here each part is said to stand where it does: between the two that it would have
 * been written between. Nobody has seen it yet, so it may still be said.
 */

import * as Y from "yjs";

/** Watches a document for undos and redos that are made in it; gives the function that ends that. */
export function settleUndos(doc: Y.Doc): () => void {
  const settle = (transaction: Y.Transaction): void => {
    if (transaction.origin instanceof Y.UndoManager) settleNew(transaction);
  };
  // Before the update is written, and before neighbouring parts become one.
  doc.on("beforeObserverCalls", settle);
  return () => doc.off("beforeObserverCalls", settle);
}

function settleNew({ doc, beforeState }: Y.Transaction): void {
  const parts = doc.store.clients.get(doc.clientID) ?? [];
  const known = beforeState.get(doc.clientID) ?? 0;
  /** Neighbours without what was written later; as in the document where nothing was. */
  const lefts = new Map<Y.Item, Y.Item | null>();
  const rights = new Map<Y.Item, Y.Item | null>();
  for (let index = parts.length - 1; index >= 0; index--) {
    const part = parts[index];
    if (!part || part.id.clock < known) return;
    // Values of an attribute follow each other, whatever they are said to stand between.
    if (!(part instanceof Y.Item) || part.parentSub !== null) continue;
    const left = lefts.has(part) ? (lefts.get(part) ?? null) : part.left;
    const right = rights.has(part) ? (rights.get(part) ?? null) : part.right;
    part.origin = left?.lastId ?? null;
    part.rightOrigin = right?.id ?? null;
    if (left) rights.set(left, right);
    if (right) lefts.set(right, left);
  }
}
