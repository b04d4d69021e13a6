/** The outbox on disk: one IndexedDB a person and bulletin, so that nobody's words are sent under another's name. */

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { RefusedChange } from "./bulletin-session.ts";
import type { OutboxEntry } from "./outbox.ts";

export interface OutboxStore {
  read(): Promise<{ entries: OutboxEntry[]; refused: RefusedChange[] }>;
  put(entry: OutboxEntry): Promise<void>;
  remove(key: string): Promise<void>;
  /** Moves a command to the refused ones, in one transaction. */
  refuse(change: RefusedChange): Promise<void>;
  dismiss(key: string): Promise<void>;
  close(): void;
}

interface Schema extends DBSchema {
  commands: { key: string; value: OutboxEntry };
  refused: { key: string; value: RefusedChange };
}

const open = (person: string, bulletin: string): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>(`glossa-outbox:${person}:${bulletin}`, 1, {
    upgrade(database) {
      database.createObjectStore("commands", { keyPath: "key" });
      database.createObjectStore("refused", { keyPath: "key" });
    },
    // A newer page wants to upgrade: this one goes on in memory rather than hold it up.
    blocking: (_from, _to, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
    },
  });

/** Operations run one after the other, so that a command is stored before it is removed. */
export function openOutboxStore(person: string, bulletin: string): OutboxStore {
  const opened = open(person, bulletin);
  let last: Promise<unknown> = opened;
  const next = <T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> => {
    const result = last.then(() => opened).then(work);
    last = result.catch(() => {});
    return result;
  };
  return {
    read: () =>
      next(async (database) => {
        const entries = await database.getAll("commands");
        return { entries: entries.sort((a, b) => a.order - b.order), refused: await database.getAll("refused") };
      }),
    put: (entry) =>
      next(async (database) => {
        await database.put("commands", entry);
      }),
    remove: (key) => next((database) => database.delete("commands", key)),
    refuse: (change) =>
      next(async (database) => {
        const transaction = database.transaction(["commands", "refused"], "readwrite");
        await Promise.all([
          transaction.objectStore("commands").delete(change.key),
          transaction.objectStore("refused").put(change),
          transaction.done,
        ]);
      }),
    dismiss: (key) => next((database) => database.delete("refused", key)),
    close() {
      last
        .then(() => opened)
        .then(
          (database) => database.close(),
          () => {},
        );
    },
  };
}
