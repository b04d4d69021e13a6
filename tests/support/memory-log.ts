/** The update log in memory, whose writes can be held open or made to fail. */

import {
  type Append,
  type Claim,
  ClientIdTaken,
  type CommandKey,
  type Decided,
  NoSuchDocument,
  type StoredState,
  type UpdateLog,
} from "../../server/sync/log.ts";
import { snapshotOf } from "../../server/sync/stored-state.ts";

interface Stored {
  snapshot: { seq: number; bytes: Uint8Array } | null;
  /** From the snapshot on. */
  entries: Uint8Array[];
  claims: Map<number, string>;
}

/** One write: of an append or of a decision. */
type Written = Decided & { documentId: string };

const nothingStored = (): Stored => ({ snapshot: null, entries: [], claims: new Map() });

export class MemoryLog implements UpdateLog {
  /** All that was stored, in order. */
  readonly batches: Written[] = [];
  /** Writes that have begun. */
  begun = 0;
  loads = 0;
  /** Reads of what was missed. */
  repairs = 0;
  compactions = 0;
  private readonly documents = new Map<string, Stored>();
  private readonly receipts = new Map<string, unknown>();
  private gate: { opened: Promise<void>; open: () => void } | null = null;
  private failure: Error | null = null;
  private watchers: (() => void)[] = [];

  constructor(...ids: string[]) {
    for (const id of ids) this.documents.set(id, nothingStored());
  }

  /** Writes wait until `release`. */
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

  /** The next write stores nothing and fails. */
  failNext(error: Error = new Error("The disk is full.")): void {
    this.failure = error;
  }

  /** Resolves when this many writes have begun. */
  async whenBegun(count: number): Promise<void> {
    while (this.begun < count) await new Promise<void>((resolve) => this.watchers.push(resolve));
  }

  async load(documentId: string): Promise<StoredState> {
    this.loads++;
    return this.state(documentId);
  }

  async since(documentId: string, seq: number): Promise<StoredState> {
    this.repairs++;
    return this.missed(documentId, seq);
  }

  async heads(documentIds: string[]): Promise<Map<string, number>> {
    return new Map(documentIds.filter((id) => this.documents.has(id)).map((id) => [id, this.head(id)]));
  }

  async ensure(documentId: string): Promise<void> {
    if (!this.documents.has(documentId)) this.documents.set(documentId, nothingStored());
  }

  async append(append: Append): Promise<number> {
    await this.begin();
    return this.write(append);
  }

  async decide(
    documentId: string,
    seq: number,
    keys: CommandKey[],
    decide: (missed: StoredState | null, done: ReadonlySet<string>) => Decided,
  ): Promise<number> {
    await this.begin();
    const missed = seq === this.head(documentId) ? null : this.missed(documentId, seq);
    const names = keys.map(({ userId, key }) => `${userId} ${key}`);
    const decided = decide(missed, new Set(names.filter((name) => this.receipts.has(name))));
    if (decided.entries.length === 0 && !decided.projection) return this.head(documentId);
    return this.write({ documentId, ...decided });
  }

  /** As another node does, at once. */
  write({ documentId, entries, claims, projection }: Append & { projection?: Decided["projection"] }): number {
    const stored = this.of(documentId);
    for (const { client, userId } of claims) {
      if ((stored.claims.get(client) ?? userId) !== userId) throw new ClientIdTaken(documentId);
    }
    for (const { client, userId } of claims) stored.claims.set(client, userId);
    stored.entries.push(...entries.map(({ bytes }) => bytes));
    for (const { userId, key, answer } of projection?.receipts ?? []) this.receipts.set(`${userId} ${key}`, answer);
    this.batches.push({ documentId, entries, claims, projection: projection ?? null });
    return this.head(documentId);
  }

  async compact(documentId: string, least: number): Promise<void> {
    const stored = this.of(documentId);
    if (stored.entries.length < least) return;
    this.compactions++;
    const state = this.state(documentId);
    this.documents.set(documentId, { ...stored, snapshot: { seq: state.seq, bytes: snapshotOf(state) }, entries: [] });
  }

  async receipt(userId: string, key: string): Promise<unknown | null> {
    return this.receipts.get(`${userId} ${key}`) ?? null;
  }

  head(documentId: string): number {
    const { snapshot, entries } = this.of(documentId);
    return (snapshot?.seq ?? 0) + entries.length;
  }

  private async begin(): Promise<void> {
    this.begun++;
    for (const wake of this.watchers.splice(0)) wake();
    await this.gate?.opened;
    const { failure } = this;
    this.failure = null;
    if (failure) throw failure;
  }

  private state(documentId: string): StoredState {
    const { snapshot, entries } = this.of(documentId);
    return {
      seq: this.head(documentId),
      snapshot: snapshot?.bytes ?? null,
      entries: [...entries],
      claims: this.claims(documentId),
    };
  }

  private missed(documentId: string, seq: number): StoredState {
    const { snapshot, entries } = this.of(documentId);
    const state = this.state(documentId);
    if ((snapshot?.seq ?? 0) > seq) return state;
    return { ...state, snapshot: null, entries: entries.slice(seq - (snapshot?.seq ?? 0)) };
  }

  private claims(documentId: string): Claim[] {
    return [...this.of(documentId).claims].map(([client, userId]) => ({ client, userId }));
  }

  private of(documentId: string): Stored {
    const stored = this.documents.get(documentId);
    if (!stored) throw new NoSuchDocument(documentId);
    return stored;
  }
}
