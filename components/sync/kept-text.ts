/** Keeps in IndexedDB what is written in one copy of the text, from the moment of the key until the server's acknowledgement. */

import { type KeptDatabase, type KeptSpan, type KeptUpdate, keysOf, ON_DISK } from "./kept-database.ts";

/**
 * How long what is acknowledged may lie about before it is dropped, unless a next update takes it along, in milliseconds:
 * a transaction of its own for each key's acknowledgement would cost as much as keeping the key.
 */
const DROP_DELAY = 1000;

export class KeptText {
  readonly #database: KeptDatabase;
  readonly #replica: string;
  readonly #onKept: () => void;
  #unkept: KeptUpdate[];
  #acknowledged = 0;
  #dropped = 0;
  #isAsked = false;
  #isGivenUp = false;
  #dropTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param written what the copy holds already of unacknowledged updates; `onKept`: all that was written is on disk */
  constructor(
    database: KeptDatabase,
    { replica, written }: { replica: string; written: readonly KeptUpdate[] },
    onKept: () => void,
  ) {
    this.#database = database;
    this.#replica = replica;
    this.#unkept = [...written];
    this.#onKept = onKept;
    if (written.length > 0) this.#store();
  }

  get isKept(): boolean {
    return this.#unkept.length === 0;
  }

  written(update: KeptUpdate): void {
    if (this.#isGivenUp) return;
    this.#unkept.push(update);
    this.#store();
  }

  /** Tries once more what could not be stored. */
  storeAgain(): void {
    if (!this.isKept) this.#store();
  }

  acknowledged(n: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, n);
    this.#unkept = this.#unkept.filter((update) => update.n > n);
    if (this.isKept) this.#onKept();
    clearTimeout(this.#dropTimer);
    this.#dropTimer = setTimeout(() => this.#store(), DROP_DELAY);
  }

  /** Drops at once what is acknowledged. */
  close(): void {
    clearTimeout(this.#dropTimer);
    if (!this.#isGivenUp) this.#store();
  }

  /** The copy is dropped: nothing of it is kept from here on. */
  giveUp(): KeptSpan {
    this.#isGivenUp = true;
    this.#unkept = [];
    clearTimeout(this.#dropTimer);
    return { replica: this.#replica, upTo: Number.POSITIVE_INFINITY };
  }

  /** What arrives during a write goes into the next one; what could not be written is tried again with it. */
  #store(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#database
      .run(async (database) => {
        this.#isAsked = false;
        // As they are now: more may be written before the transaction is done.
        const updates = [...this.#unkept];
        const upTo = this.#acknowledged;
        if (updates.length === 0 && upTo === this.#dropped) return updates;
        const transaction = database.transaction("text", "readwrite", ON_DISK);
        await Promise.all([
          ...updates.map((update) => transaction.store.put(update)),
          upTo > this.#dropped && transaction.store.delete(keysOf({ replica: this.#replica, upTo })),
          transaction.done,
        ]);
        this.#dropped = upTo;
        return updates;
      })
      .then(
        (kept) => {
          const done = new Set(kept);
          this.#unkept = this.#unkept.filter((update) => !done.has(update));
          if (this.isKept) this.#onKept();
        },
        () => {
          // The database says so to whoever listens; the next write tries again.
          this.#isAsked = false;
        },
      );
  }
}
