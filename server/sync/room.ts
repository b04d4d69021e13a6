/**
 * One document and its sockets. The room works in turns: it takes all that has arrived, admits it, commits what is new
 * in one transaction, and only then shows it to others, acknowledges it and answers those who join. What arrives during
 * a commit waits for the next turn, unapplied: so between turns the document is exactly what is stored.
 */

import * as Y from "yjs";
import type { Logger } from "../log.ts";
import { mergeProjections, mergeRuns } from "./batch.ts";
import type { Connection } from "./connection.ts";
import { judge } from "./judge.ts";
import { HeadMoved, type LogEntry, type Projection, type UpdateLog } from "./log.ts";
import { documentOf } from "./stored-state.ts";

/** The room was unloaded or dropped; its document can be loaded again. */
export class RoomClosed extends Error {}

/** What a decision on the document leads to; `projection` is stored with the update that it made. */
export interface Outcome<T> {
  value: T;
  projection: Projection | null;
}

type Work =
  | { kind: "update"; from: Connection; bytes: Uint8Array }
  | {
      kind: "change";
      userId: string | null;
      decide: () => Projection | null;
      fail: (error: unknown) => void;
      done: () => void;
    }
  | { kind: "after"; run: () => void };

/** An entry with the socket that has it already; null: none has. A decision holds on condition of what it was made on. */
type Written = LogEntry & { from: Connection | null; isDecided: boolean };

export interface RoomOptions {
  id: string;
  log: UpdateLog;
  logger: Logger;
  /** Whether sockets may write updates here; all else is written by decisions. */
  takesUpdates: boolean;
  /** Entries after which a snapshot replaces the log. */
  compactAfter: number;
  onCommitted(room: Room): void;
  /** The room is of no use any more: its document may hold what is not stored. */
  onFailed(room: Room): void;
}

export class Room {
  readonly id: string;
  readonly doc: Y.Doc;
  readonly sockets = new Set<Connection>();
  /** Head of the log that the document holds. */
  seq: number;
  /** When the last socket or piece of work left, for unloading. */
  idleSince = Date.now();
  private readonly options: RoomOptions;
  private inbox: Work[] = [];
  private isWorking = false;
  private isDropped = false;
  private entriesSinceSnapshot: number;
  /** Who wrote with a Yjs client id, so that nobody else writes under it. */
  private readonly writers = new Map<number, string>();

  static async load(options: RoomOptions): Promise<Room> {
    const stored = await options.log.load(options.id);
    return new Room(options, documentOf(stored), stored.seq, stored.entries.length);
  }

  private constructor(options: RoomOptions, doc: Y.Doc, seq: number, entries: number) {
    this.options = options;
    this.id = options.id;
    this.doc = doc;
    this.seq = seq;
    this.entriesSinceSnapshot = entries;
  }

  get isClosed(): boolean {
    return this.isDropped;
  }

  get isBusy(): boolean {
    return this.isWorking || this.inbox.length > 0;
  }

  /** An update from a socket; refused ones are answered there. */
  receive(from: Connection, bytes: Uint8Array): void {
    this.take({ kind: "update", from, bytes });
  }

  /** Runs when all that arrived before is committed; the document is then what is stored. */
  afterCommit(run: () => void): void {
    this.take({ kind: "after", run });
  }

  /** Reads the stored state. */
  read<T>(view: (doc: Y.Doc, seq: number) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.take({
        kind: "change",
        userId: null,
        decide: () => null,
        fail: reject,
        done: () => {
          try {
            resolve(view(this.doc, this.seq));
          } catch (error) {
            reject(error);
          }
        },
      });
    });
  }

  /**
   * Decides on the stored state, changes the document within `decide`, and settles when the change is committed on
   * condition of the head it was decided on. Rejects with {@link HeadMoved} when another wrote first, and with what
   * `decide` threw, which it must do before it changes anything.
   */
  change<T>(userId: string | null, decide: (doc: Y.Doc) => Outcome<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let outcome: Outcome<T> | null = null;
      this.take({
        kind: "change",
        userId,
        decide: () => {
          outcome = decide(this.doc);
          return outcome.projection;
        },
        fail: reject,
        done: () => {
          if (outcome) resolve(outcome.value);
        },
      });
    });
  }

  private projections: Projection[] = [];

  private take(work: Work): void {
    if (this.isDropped) {
      if (work.kind === "change") work.fail(new RoomClosed(this.id));
      return;
    }
    this.inbox.push(work);
    if (!this.isWorking) void this.work();
  }

  private async work(): Promise<void> {
    this.isWorking = true;
    // What arrives in the same tick shares the first turn.
    await Promise.resolve();
    while (this.inbox.length > 0 && !this.isDropped) await this.turn(this.inbox.splice(0));
    this.isWorking = false;
    this.idleSince = Date.now();
  }

  private async turn(works: Work[]): Promise<void> {
    const entries: Written[] = [];
    this.projections = [];
    const settled: Work[] = [];
    try {
      for (const work of works) this.admit(work, entries, settled);
      if (entries.length > 0) await this.commit(entries);
    } catch (error) {
      this.fail(error, works);
      return;
    }
    this.attempt(() => this.publish(entries));
    for (const work of settled) {
      if (work.kind === "change") work.done();
      else if (work.kind === "after") this.attempt(work.run);
    }
    if (entries.length > 0) this.attempt(() => this.options.onCommitted(this));
  }

  /** What follows a commit must not stop the room: whoever waits in the next turn has no part in it. */
  private attempt(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.options.logger.error({ err: error, document: this.id }, "a socket could not be told of a commit");
    }
  }

  private admit(work: Work, entries: Written[], settled: Work[]): void {
    if (work.kind === "after") {
      settled.push(work);
      return;
    }
    if (work.kind === "change") {
      this.decide(work, entries, settled);
      return;
    }
    this.admitUpdate(work.from, work.bytes, entries);
  }

  private decide(work: Extract<Work, { kind: "change" }>, entries: Written[], settled: Work[]): void {
    const written: Uint8Array[] = [];
    const collect = (update: Uint8Array): void => void written.push(update);
    this.doc.on("update", collect);
    try {
      const projection = this.doc.transact(() => work.decide());
      if (written.length > 0 && projection) this.projections.push(projection);
      settled.push(work);
    } catch (error) {
      if (written.length > 0) throw error;
      work.fail(error);
    } finally {
      this.doc.off("update", collect);
    }
    for (const bytes of written) entries.push({ bytes, userId: work.userId, from: null, isDecided: true });
  }

  private admitUpdate(from: Connection, bytes: Uint8Array, entries: Written[]): void {
    const verdict = judge(this.doc, bytes, from, { takesUpdates: this.options.takesUpdates, writers: this.writers });
    if (verdict === "malformed") return from.close("malformed");
    if (verdict === "nothing-new") return;
    if ("code" in verdict) {
      from.refuse(verdict.code, verdict.text);
      return;
    }
    // Taking it in, Yjs may delete formatting that has become idle: an update of its own, for everybody.
    const made: Uint8Array[] = [];
    const collect = (update: Uint8Array): void => void made.push(update);
    this.doc.on("update", collect);
    try {
      Y.applyUpdate(this.doc, verdict.bytes, from);
      if (this.doc.store.pendingStructs || this.doc.store.pendingDs) throw new Error("An admitted update left a gap.");
    } catch (error) {
      // Final, so that it does not come back with the same.
      from.close("malformed");
      throw error;
    } finally {
      this.doc.off("update", collect);
    }
    made.forEach((bytes, index) => {
      entries.push({ bytes, userId: from.actor.id, from: index === 0 ? from : null, isDecided: false });
    });
  }

  private async commit(entries: Written[]): Promise<void> {
    const decided = entries.some(({ isDecided }) => isDecided);
    const merged = mergeRuns(entries);
    const seq = await this.options.log.append({
      documentId: this.id,
      entries: merged,
      expectedSeq: decided ? this.seq : null,
      projection: mergeProjections(this.projections),
    });
    if (seq !== this.seq + merged.length) throw new HeadMoved(this.id);
    this.seq = seq;
    this.entriesSinceSnapshot += merged.length;
    if (this.entriesSinceSnapshot >= this.options.compactAfter) this.compact();
  }

  private compact(): void {
    this.entriesSinceSnapshot = 0;
    this.options.log.compact(this.id).catch((error: unknown) => {
      this.options.logger.warn(
        { err: error, document: this.id },
        "a snapshot could not be made; the log stays as it is",
      );
    });
  }

  /** Puts a snapshot in place of a long log when the room is unloaded. */
  compactIfWorthwhile(least: number): void {
    if (this.entriesSinceSnapshot >= least) this.compact();
  }

  private publish(entries: Written[]): void {
    if (entries.length === 0) return;
    const [first] = entries;
    const bytes = entries.length === 1 && first ? first.bytes : Y.mergeUpdates(entries.map((entry) => entry.bytes));
    for (const socket of this.sockets) {
      if (entries.some((entry) => entry.from !== socket)) socket.sendUpdate(bytes);
    }
  }

  /** Nobody saw what was not stored: the document is dropped, and the sockets come back to a fresh load. */
  private fail(error: unknown, works: Work[]): void {
    this.isDropped = true;
    if (!(error instanceof HeadMoved)) {
      this.options.logger.error(
        { err: error, document: this.id },
        "a change could not be stored; its room is reloaded",
      );
    }
    this.attempt(() => this.options.onFailed(this));
    for (const work of [...works, ...this.inbox.splice(0)]) if (work.kind === "change") work.fail(error);
    for (const socket of [...this.sockets]) socket.close("notStored");
  }

  destroy(): void {
    this.isDropped = true;
    this.doc.destroy();
  }
}
