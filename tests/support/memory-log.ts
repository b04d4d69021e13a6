/** The update log in memory, whose appends can be held open or made to fail. */

import { type Batch, HeadMoved, NoSuchDocument, type StoredDocument, type UpdateLog } from "../../server/sync/log.ts";
import { snapshotOf } from "../../server/sync/stored-state.ts";

interface Stored {
  snapshot: { seq: number; bytes: Uint8Array } | null;
  /** From the snapshot on. */
  entries: Uint8Array[];
}

export class MemoryLog implements UpdateLog {
  /** All that was stored, in order. */
  readonly batches: Batch[] = [];
  /** Appends that have begun. */
  begun = 0;
  loads = 0;
  private readonly documents = new Map<string, Stored>();
  private readonly receipts = new Map<string, unknown>();
  private gate: { opened: Promise<void>; open: () => void } | null = null;
  private failure: Error | null = null;
  private watchers: (() => void)[] = [];

  constructor(...ids: string[]) {
    for (const id of ids) this.documents.set(id, { snapshot: null, entries: [] });
  }

  /** Appends wait until `release`. */
  hold(): void {
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.gate = { opened, open };
  }

  release(): void {
    this.gate?.open();
    this.gate = null;
  }

  /** The next append stores nothing and fails. */
  failNext(error: Error = new Error("The disk is full.")): void {
    this.failure = error;
  }

  /** Resolves when this many appends have begun. */
  async whenBegun(count: number): Promise<void> {
    while (this.begun < count) await new Promise<void>((resolve) => this.watchers.push(resolve));
  }

  async load(documentId: string): Promise<StoredDocument> {
    this.loads++;
    const { snapshot, entries } = this.of(documentId);
    return { seq: this.head(documentId), snapshot: snapshot?.bytes ?? null, entries: [...entries] };
  }

  async ensure(documentId: string): Promise<void> {
    if (!this.documents.has(documentId)) this.documents.set(documentId, { snapshot: null, entries: [] });
  }

  async append(batch: Batch): Promise<number> {
    this.begun++;
    for (const wake of this.watchers.splice(0)) wake();
    await this.gate?.opened;
    const { failure } = this;
    this.failure = null;
    if (failure) throw failure;
    return this.write(batch);
  }

  /** As another process does. */
  write(batch: Batch): number {
    const { documentId, entries, expectedSeq, projection } = batch;
    if (expectedSeq !== null && expectedSeq !== this.head(documentId)) throw new HeadMoved(documentId);
    this.of(documentId).entries.push(...entries.map(({ bytes }) => bytes));
    for (const { userId, key, answer } of projection?.receipts ?? []) this.receipts.set(`${userId} ${key}`, answer);
    this.batches.push(batch);
    return this.head(documentId);
  }

  async compact(documentId: string): Promise<void> {
    const stored = await this.load(documentId);
    this.documents.set(documentId, { snapshot: { seq: stored.seq, bytes: snapshotOf(stored) }, entries: [] });
  }

  async receipt(userId: string, key: string): Promise<unknown | null> {
    return this.receipts.get(`${userId} ${key}`) ?? null;
  }

  head(documentId: string): number {
    const { snapshot, entries } = this.of(documentId);
    return (snapshot?.seq ?? 0) + entries.length;
  }

  private of(documentId: string): Stored {
    const stored = this.documents.get(documentId);
    if (!stored) throw new NoSuchDocument(documentId);
    return stored;
  }
}
