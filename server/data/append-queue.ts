/**
 * Group commit: while statements are under way, appends wait and share the next one. A lone append never waits. One that
 * the database refuses does not fail the others.
 */

import { type Append, ClientIdTaken, NoSuchDocument } from "../sync/log.ts";
import type { Head } from "./append-statement.ts";
import { isRefused } from "./pool.ts";

/** A statement that holds this much takes no more appends: a large one would hold up everybody's. */
const STATEMENT_BYTES = 2_000_000;
const STATEMENT_ENTRIES = 2000;

interface Waiting {
  append: Append;
  resolve(head: number): void;
  reject(error: unknown): void;
}

/** Stores appends of as many documents in one statement; gives the heads of those that exist. */
export type WriteAppends = (appends: Append[]) => Promise<Head[]>;

export class AppendQueue {
  private readonly write: WriteAppends;
  /** Statements that may be under way at once. */
  private readonly lanes: number;
  private waiting: Waiting[] = [];
  /** Documents in a statement under way: their next entries must not overtake. */
  private readonly busy = new Set<string>();
  private running = 0;
  private isWoken = false;

  constructor(write: WriteAppends, lanes: number) {
    this.write = write;
    this.lanes = lanes;
  }

  append(append: Append): Promise<number> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ append, resolve, reject });
      this.wake();
    });
  }

  /** In a task of its own, so that appends of one tick share a statement. */
  private wake(): void {
    if (this.isWoken) return;
    this.isWoken = true;
    queueMicrotask(() => {
      this.isWoken = false;
      while (this.running < this.lanes) {
        const batch = this.take();
        if (batch.length === 0) return;
        void this.send(batch);
      }
    });
  }

  /** What goes into the next statement: each document once, none that is under way. */
  private take(): Waiting[] {
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    let bytes = 0;
    let entries = 0;
    let isFull = false;
    for (const each of this.waiting) {
      const { documentId } = each.append;
      isFull ||= bytes >= STATEMENT_BYTES || entries >= STATEMENT_ENTRIES;
      if (isFull || this.busy.has(documentId)) {
        left.push(each);
        continue;
      }
      this.busy.add(documentId);
      batch.push(each);
      bytes += sizeOf(each.append);
      entries += each.append.entries.length;
    }
    this.waiting = left;
    return batch;
  }

  private async send(batch: Waiting[]): Promise<void> {
    this.running++;
    try {
      await this.store(batch);
    } finally {
      this.running--;
      for (const { append } of batch) this.busy.delete(append.documentId);
      this.wake();
    }
  }

  private async store(batch: Waiting[]): Promise<void> {
    try {
      const heads = await this.write(batch.map(({ append }) => append));
      const seqs = new Map(heads.map(({ id, seq }) => [id, seq]));
      for (const { append, resolve, reject } of batch) {
        const seq = seqs.get(append.documentId);
        if (seq === undefined) reject(new NoSuchDocument(append.documentId));
        else resolve(seq);
      }
    } catch (error) {
      // Only what was surely not stored may be written again.
      if (batch.length > 1 && isRefused(error)) for (const each of batch) await this.store([each]);
      else for (const { append, reject } of batch) reject(asAppendError(error, append.documentId));
    }
  }
}

/** Names the one refusal that the statement is made to give. */
export function asAppendError(error: unknown, documentId: string): unknown {
  const isTaken = isRefused(error) && error.code === NOT_NULL_VIOLATION && error.table === "ClientClaim";
  return isTaken ? new ClientIdTaken(documentId, { cause: error }) : error;
}

const NOT_NULL_VIOLATION = "23502";

const sizeOf = ({ entries }: Append): number => entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
