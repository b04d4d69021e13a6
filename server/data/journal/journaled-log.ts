/**
 * The update log of the embedded database with a journal before it: what people type is appended to a file, which is
 * fast and needs no database, and taken over into the database a moment later, in one transaction for many. Whoever
 * reads a document's log has its journal taken over first. For one process on one database.
 */

import type { Logger } from "../../log.ts";
import type { Append, UpdateLog } from "../../sync/log.ts";
import { NoSuchDocument } from "../../sync/log.ts";
import type { Journal, Page } from "./journal.ts";
import type { JournalRecord } from "./record.ts";

/** How long text stays in the journal alone, in milliseconds. */
const TAKE_OVER_AFTER = 1000;

/** While the database can't take it over, it is tried again after this long, in milliseconds. */
const TRY_AGAIN_AFTER = 5000;

/** More than this in the journal alone, in bytes, is refused: it is in memory too. */
const WAITING_MAX_BYTES = 64 * 1024 * 1024;

/** Heads remembered; the others are read again. */
const HEADS_MAX = 20_000;

/** Puts journalled entries into the database in one transaction, except those that it has already. */
export type TakeOver = (records: readonly JournalRecord[]) => Promise<void>;

export interface JournaledLogOptions {
  inner: UpdateLog;
  journal: Journal;
  takeOver: TakeOver;
  /** Why the database stores nothing now: then nothing is journalled either, for the disk may be nearly full. */
  obstacle(): string | null;
  logger: Logger;
}

export class JournaledLog implements UpdateLog {
  private readonly inner: UpdateLog;
  private readonly journal: Journal;
  private readonly takeOver: TakeOver;
  private readonly obstacle: () => string | null;
  private readonly logger: Logger;
  /** Heads of documents, with what is in the journal alone. */
  private readonly headOf = new Map<string, number>();
  /** How many records of a document are in the journal alone. */
  private readonly waiting = new Map<string, number>();
  private waitingBytes = 0;
  /** Turned, and not taken over yet. */
  private pages: Page[] = [];
  private timer: NodeJS.Timeout | null = null;
  private takingOver: Promise<void> | null = null;
  private hasFailed = false;

  constructor({ inner, journal, takeOver, obstacle, logger }: JournaledLogOptions) {
    this.inner = inner;
    this.journal = journal;
    this.takeOver = takeOver;
    this.obstacle = obstacle;
    this.logger = logger;
  }

  append(append: Append): number | Promise<number> {
    const obstacle = this.obstacle();
    if (obstacle) return Promise.reject(new Error(obstacle));
    if (this.waitingBytes > WAITING_MAX_BYTES) {
      return Promise.reject(new Error("Too much waits to be stored in the database."));
    }
    const head = this.headOf.get(append.documentId);
    if (head !== undefined) return this.appendAfter(head, append);
    return this.readHead(append.documentId).then((read) => this.appendAfter(read, append));
  }

  private appendAfter(head: number, { documentId, entries, claims }: Append): number | Promise<number> {
    const at = Date.now();
    const records = entries.map(({ bytes, userId }, index) => {
      const seq = head + index + 1;
      return { documentId, seq, bytes, userId, at, claims: index === 0 ? claims : [] };
    });
    const seq = head + entries.length;
    this.headOf.set(documentId, seq);
    this.note(records, 1);
    const pending = this.journal.append(records);
    if (!pending) return this.appended(seq);
    return pending.then(
      () => this.appended(seq),
      (error: unknown) => this.notAppended(records, error),
    );
  }

  private appended(seq: number): number {
    this.timer ??= setTimeout(() => this.onTimer(), this.hasFailed ? TRY_AGAIN_AFTER : TAKE_OVER_AFTER);
    return seq;
  }

  private notAppended(records: readonly JournalRecord[], error: unknown): never {
    for (const { documentId } of records) this.headOf.delete(documentId);
    this.note(records, -1);
    throw error;
  }

  async load(documentId: string): ReturnType<UpdateLog["load"]> {
    await this.bring(documentId);
    return this.inner.load(documentId);
  }

  async since(documentId: string, seq: number): ReturnType<UpdateLog["since"]> {
    await this.bring(documentId);
    return this.inner.since(documentId, seq);
  }

  async heads(documentIds: string[]): Promise<Map<string, number>> {
    const heads = await this.inner.heads(documentIds);
    for (const id of heads.keys()) heads.set(id, this.headOf.get(id) ?? heads.get(id) ?? 0);
    return heads;
  }

  ensure(documentId: string): Promise<void> {
    return this.inner.ensure(documentId);
  }

  async decide(...[documentId, seq, keys, decide]: Parameters<UpdateLog["decide"]>): Promise<number> {
    await this.bring(documentId);
    this.headOf.delete(documentId);
    return this.inner.decide(documentId, seq, keys, decide);
  }

  async compact(documentId: string, least: number): Promise<void> {
    await this.bring(documentId);
    return this.inner.compact(documentId, least);
  }

  receipt(userId: string, key: string): Promise<unknown | null> {
    return this.inner.receipt(userId, key);
  }

  /** Whether the database takes over what is in the journal. */
  get isStuck(): boolean {
    return this.hasFailed;
  }

  /** Brings all into the database, or leaves it to the next start. To be called before the database is closed. */
  async close(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    try {
      if (this.waiting.size > 0) await this.takeAll();
    } catch (error) {
      this.logger.warn({ err: error }, "what is in the journal will be taken over at the next start");
    }
    await this.journal.close();
  }

  /** What the document has in the journal is in the database when this settles. */
  private async bring(documentId: string): Promise<void> {
    if (this.waiting.has(documentId)) await this.takeAll();
  }

  private async readHead(documentId: string): Promise<number> {
    await this.bring(documentId);
    const head = (await this.inner.heads([documentId])).get(documentId);
    if (head === undefined) throw new NoSuchDocument(documentId);
    return head;
  }

  private note(records: readonly JournalRecord[], sign: 1 | -1): void {
    for (const { documentId, bytes } of records) {
      this.waitingBytes += sign * bytes.length;
      const count = (this.waiting.get(documentId) ?? 0) + sign;
      if (count > 0) this.waiting.set(documentId, count);
      else this.waiting.delete(documentId);
    }
  }

  private onTimer(): void {
    this.timer = null;
    this.takeAll().catch(() => {
      // Told by takeAll; what was typed is in the journal.
      this.timer ??= setTimeout(() => this.onTimer(), TRY_AGAIN_AFTER);
    });
  }

  /** Brings all that is in the journal now into the database. */
  private async takeAll(): Promise<void> {
    // One that is under way may have begun before the last append.
    await this.takingOver?.catch(() => {});
    this.takingOver ??= this.take().finally(() => {
      this.takingOver = null;
    });
    return this.takingOver;
  }

  private async take(): Promise<void> {
    try {
      this.pages.push(await this.journal.turnPage());
      const records = this.pages.flatMap((page) => page.records);
      if (records.length > 0) await this.takeOver(records);
      this.note(records, -1);
      const last = this.pages.at(-1);
      this.pages = [];
      await last?.remove();
      if (this.headOf.size > HEADS_MAX) this.headOf.clear();
      if (this.hasFailed) this.logger.info("the database takes over the journal again");
      this.hasFailed = false;
    } catch (error) {
      if (!this.hasFailed) this.logger.error({ err: error }, "the database can't take over the journal");
      this.hasFailed = true;
      throw error;
    }
  }
}
