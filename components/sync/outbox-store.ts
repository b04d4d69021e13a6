/** The outbox on disk. */

import type { RefusedChange } from "./bulletin-session.ts";
import { type KeptDatabase, type KeptSpan, keysOf, ON_DISK } from "./kept-database.ts";
import type { OutboxEntry } from "./outbox.ts";

export interface OutboxStore {
  put(entry: OutboxEntry): Promise<void>;
  remove(key: string): Promise<void>;
  /** Moves a command to the refused ones. */
  refuse(change: RefusedChange): Promise<void>;
  /**
   * Moves text to the refused changes. False when none of it was kept any more and `isOwn` is not set: then another tab
   * has done so.
   */
  refuseText(change: RefusedChange, spans: readonly KeptSpan[], isOwn: boolean): Promise<boolean>;
  /** Moves what was refused back to the commands, under a key of its own. */
  giveAgain(key: string, entry: OutboxEntry): Promise<void>;
  dismiss(key: string): Promise<void>;
}

/** Each is one transaction. */
export function outboxStore(database: KeptDatabase): OutboxStore {
  return {
    put: (entry) =>
      database.run(async (db) => {
        const transaction = db.transaction("commands", "readwrite", ON_DISK);
        await Promise.all([transaction.store.put(entry), transaction.done]);
      }),
    remove: (key) => database.run((db) => db.delete("commands", key)),
    refuse: (change) =>
      database.run(async (db) => {
        const transaction = db.transaction(["commands", "refused"], "readwrite", ON_DISK);
        await Promise.all([
          transaction.objectStore("commands").delete(change.key),
          transaction.objectStore("refused").put(change),
          transaction.done,
        ]);
      }),
    refuseText: (change, spans, isOwn) =>
      database.run(async (db) => {
        const transaction = db.transaction(["text", "refused"], "readwrite", ON_DISK);
        const text = transaction.objectStore("text");
        const counts = await Promise.all(spans.map((span) => text.count(keysOf(span))));
        const isNew = isOwn || counts.some((count) => count > 0);
        await Promise.all([
          ...spans.map((span) => text.delete(keysOf(span))),
          isNew && transaction.objectStore("refused").put(change),
          transaction.done,
        ]);
        return isNew;
      }),
    giveAgain: (key, entry) =>
      database.run(async (db) => {
        const transaction = db.transaction(["commands", "refused"], "readwrite", ON_DISK);
        await Promise.all([
          transaction.objectStore("refused").delete(key),
          transaction.objectStore("commands").put(entry),
          transaction.done,
        ]);
      }),
    dismiss: (key) => database.run((db) => db.delete("refused", key)),
  };
}
