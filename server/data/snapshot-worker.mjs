// Builds snapshots in a thread of its own: applying the rows of a long log takes a second. Plain JavaScript, because a
// worker does not inherit the TypeScript loader of the process.
import { parentPort } from "node:worker_threads";
import * as Y from "yjs";

parentPort.on("message", ({ snapshot, bytes, lengths }) => {
  const doc = new Y.Doc();
  try {
    let at = 0;
    // In one transaction: merging a long log is quadratic.
    doc.transact(() => {
      if (snapshot) Y.applyUpdateV2(doc, snapshot);
      for (const length of lengths) {
        Y.applyUpdate(doc, bytes.subarray(at, at + length));
        at += length;
      }
    });
    if (doc.store.pendingStructs || doc.store.pendingDs) throw new Error("Its entries build on what is not there.");
    const built = Y.encodeStateAsUpdateV2(doc);
    parentPort.postMessage({ built }, [built.buffer]);
  } catch (error) {
    parentPort.postMessage({ failed: error instanceof Error ? error.message : String(error) });
  } finally {
    doc.destroy();
  }
});
