/**
 * What this browser keeps until the server has it: one IndexedDB a person and bulletin, so that nobody's words are sent
 * under another's name. All tabs share it.
 */

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { RefusedChange } from "./bulletin-session.ts";
import { inOrder, type OutboxEntry } from "./outbox.ts";

/** An update of the text that the server has not acknowledged. */
export interface KeptUpdate {
  /** The copy of the text that it was written in, and the marker that follows it there. */
  replica: string;
  n: number;
  update: Uint8Array;
}

/** What is dropped when it is no longer needed: updates of a copy, up to a marker. */
export interface KeptSpan {
  replica: string;
  upTo: number;
}

/** Everything that is kept, as it was at one moment. */
export interface Kept {
  /** In the order in which they were given. */
  entries: OutboxEntry[];
  refused: RefusedChange[];
  /** Of other copies than those asked about; each copy's in its order. */
  text: KeptUpdate[];
}

export interface KeptSchema extends DBSchema {
  commands: { key: string; value: OutboxEntry };
  refused: { key: string; value: RefusedChange };
  text: { key: [replica: string, n: number]; value: KeptUpdate };
}

/** On the disk when it resolves, not just handed to the system: a battery may be empty at the end of a day offline. */
export const ON_DISK = { durability: "strict" } as const;

async function open(person: string, bulletin: string): Promise<IDBPDatabase<KeptSchema>> {
  return openDB<KeptSchema>(`glossa-outbox:${person}:${bulletin}`, 2, {
    upgrade(database, version) {
      if (version < 1) {
        database.createObjectStore("commands", { keyPath: "key" });
        database.createObjectStore("refused", { keyPath: "key" });
      }
      if (version < 2) database.createObjectStore("text", { keyPath: ["replica", "n"] });
    },
    // A newer page wants to upgrade: this one goes on in memory, and says so, rather than hold it up.
    blocking: (_from, _to, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
    },
  });
}

export class KeptDatabase {
  readonly #opened: Promise<IDBPDatabase<KeptSchema>>;
  readonly #onHealth: (canKeep: boolean) => void;
  #last: Promise<unknown>;

  /** @param onHealth called after each piece of work: whether the browser could do it */
  constructor(person: string, bulletin: string, onHealth: (canKeep: boolean) => void = () => {}) {
    this.#opened = open(person, bulletin);
    this.#onHealth = onHealth;
    this.#last = this.#opened.catch(() => {});
  }

  /** One piece of work after the other, so that text is kept before the command that was made on it. */
  run<T>(work: (database: IDBPDatabase<KeptSchema>) => Promise<T>): Promise<T> {
    const result = this.#last.then(() => this.#opened).then(work);
    this.#last = result.then(
      () => this.#onHealth(true),
      () => this.#onHealth(false),
    );
    return result;
  }

  /** @param replicas copies of this page, whose text is not asked for */
  readAll(replicas: readonly string[]): Promise<Kept> {
    return this.run(async (database) => {
      const transaction = database.transaction(["commands", "refused", "text"]);
      const text = transaction.objectStore("text");
      const [entries, refused, ...parts] = await Promise.all([
        transaction.objectStore("commands").getAll(),
        transaction.objectStore("refused").getAll(),
        ...rangesWithout(replicas).map((range) => text.getAll(range)),
        transaction.done.then(() => []),
      ]);
      return { entries: entries.sort(inOrder), refused, text: parts.flat() };
    });
  }

  dropText(spans: readonly KeptSpan[]): Promise<void> {
    return this.run(async (database) => {
      const transaction = database.transaction("text", "readwrite");
      await Promise.all([...spans.map((span) => transaction.store.delete(keysOf(span))), transaction.done]);
    });
  }

  /** Resolves when all that was asked for is done, and closed. */
  close(): Promise<void> {
    return this.#last
      .then(() => this.#opened)
      .then(
        (database) => database.close(),
        () => {
          // It was never open.
        },
      );
  }
}

/** The keys of a copy's updates up to a marker. */
export const keysOf = ({ replica, upTo }: KeptSpan): IDBKeyRange => IDBKeyRange.bound([replica, 0], [replica, upTo]);

/** All keys but those of these copies, as ranges: a day's typing would be read for nothing. */
function rangesWithout(replicas: readonly string[]): (IDBKeyRange | null)[] {
  const ranges: (IDBKeyRange | null)[] = [];
  let after: string | null = null;
  // An array of one string comes before, and one with an array in it after, all of that string and a number.
  for (const replica of [...replicas].sort()) {
    ranges.push(after === null ? IDBKeyRange.upperBound([replica]) : IDBKeyRange.bound([after, []], [replica]));
    after = replica;
  }
  ranges.push(after === null ? null : IDBKeyRange.lowerBound([after, []]));
  return ranges;
}
