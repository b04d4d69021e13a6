/**
 * One document and its sockets. The room works in turns: it takes all that has arrived, admits it, commits what is new
 * in one transaction, and only then shows it to others, acknowledges it and answers those who join. What arrives during
 * a commit waits for the next turn, unapplied: so between turns the document is exactly what is stored.
 */

import type * as Y from "yjs";
import type { Logger } from "../log.ts";
import type { Connection } from "./connection.ts";
import { FanOut } from "./fan-out.ts";
import type { CommandKey, Projection, StoredState, UpdateLog } from "./log.ts";
import type { SyncMetrics } from "./metrics.ts";
import { OtherNodes } from "./other-nodes.ts";
import { Replica } from "./replica.ts";
import { StateFrames } from "./state-frames.ts";
import { failed, Turn, type Work, type Written } from "./turn.ts";

/** The room was unloaded or dropped; its document can be loaded again. */
export class RoomClosed extends Error {}

/** What a decision on the document leads to; `projection` is stored with the update that it made. */
export interface Outcome<T> {
  value: T;
  projection: Projection | null;
}

/** Entries of so many bytes are worth a snapshot however few they are: a load reads them all. */
const COMPACT_BYTES = 8 * 1024 * 1024;

/** Larger ones are not passed to other nodes, who read them from the log, in bytes. */
const PASSED_ON_MAX = 64 * 1024;

/** Made once: tsx defines a name for each function that is a property, which took 1 % of the server's time. */
const ignore = (): void => {};

export interface RoomOptions {
  id: string;
  log: UpdateLog;
  logger: Logger;
  metrics: SyncMetrics;
  /** Whether sockets may write updates here; all else is written by decisions. */
  takesUpdates: boolean;
  /** Whether other nodes write to the log too. */
  isShared: boolean;
  /** Entries after which a snapshot replaces the log. */
  compactAfter: number;
  /** After each commit of this node. */
  onCommitted(room: Room, written: Written): void;
  /** The room is of no use any more: its document may hold what is not stored. */
  onFailed(room: Room): void;
}

export class Room {
  readonly id: string;
  readonly sockets = new Set<Connection>();
  /** When the last socket or piece of work left, for unloading. */
  idleSince = Date.now();
  private readonly options: RoomOptions;
  private readonly replica: Replica;
  private readonly otherNodes: OtherNodes;
  private readonly fanOut: FanOut;
  private readonly states: StateFrames;
  private inbox: Work[] = [];
  private isWorking = false;
  private isDropped = false;
  /** Of what this node has committed. */
  private bytesSinceSnapshot = 0;

  static async load(options: RoomOptions): Promise<Room> {
    const began = performance.now();
    const stored = await options.log.load(options.id);
    const room = new Room(options, stored);
    options.metrics.roomLoaded({ durationMs: performance.now() - began, rows: stored.entries.length });
    return room;
  }

  private constructor(options: RoomOptions, stored: StoredState) {
    this.options = options;
    this.id = options.id;
    this.replica = new Replica(stored, options);
    this.otherNodes = new OtherNodes(this.replica, options);
    this.fanOut = new FanOut(this.sockets, options.metrics);
    this.states = new StateFrames(this.doc, options.metrics);
  }

  get doc(): Y.Doc {
    return this.replica.doc;
  }

  /** Head of the log that the document holds. */
  get seq(): number {
    return this.replica.seq;
  }

  /** Entries that a load would have to apply after the snapshot. */
  get rowsSinceSnapshot(): number {
    return this.replica.rowsSinceSnapshot;
  }

  get isClosed(): boolean {
    return this.isDropped;
  }

  get isBusy(): boolean {
    return this.isWorking || this.inbox.length > 0;
  }

  /** An update from a socket; refused ones are answered there. */
  receive(from: Connection, bytes: Uint8Array): void {
    this.take({ kind: "update", at: performance.now(), from, bytes });
  }

  /** Runs when all that arrived before is committed; the document is then what is stored. */
  afterCommit(run: () => void): void {
    this.take({ kind: "after", run, fail: ignore });
  }

  /** Frames of what the owner of a state vector lacks; to be asked `afterCommit`. */
  stateFrames(vector: Uint8Array): Buffer[] {
    return this.states.answer(vector);
  }

  /** Reads the stored state. */
  read<T>(view: (doc: Y.Doc, seq: number) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = (): void => {
        try {
          resolve(view(this.doc, this.seq));
        } catch (error) {
          reject(error);
        }
      };
      this.take({ kind: "after", run, fail: reject });
    });
  }

  /**
   * Decides on the stored state, changes the document within `decide`, and settles when the change is committed. The
   * head of the log is locked meanwhile, so no other node writes in between. Rejects with what `decide` threw, which
   * it must do before it changes anything.
   */
  change<T>(
    by: { userId: string | null; key: CommandKey | null },
    decide: (doc: Y.Doc, isRepeated: boolean) => Outcome<T>,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      let outcome: Outcome<T> | null = null;
      this.take({
        kind: "change",
        at: performance.now(),
        ...by,
        decide: (isRepeated) => {
          outcome = decide(this.doc, isRepeated);
          return outcome.projection;
        },
        fail: reject,
        done: () => {
          if (outcome) resolve(outcome.value);
        },
      });
    });
  }

  /** What another node committed. */
  hint(written: Written): void {
    if (written.seq > this.seq) this.take({ kind: "hint", written });
  }

  /** Settles when the document holds all that was committed before by any node. */
  catchUp(): Promise<void> {
    this.take({ kind: "catch-up" });
    return this.read(() => undefined);
  }

  private take(work: Work): void {
    if (this.isDropped) return failed(work, new RoomClosed(this.id));
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
    const turn = new Turn();
    let written: Written | null;
    try {
      // What needs no waiting costs no promise: each is dear in a process whose async hooks are on, as Next has them.
      const missed = this.otherNodes.takeHints(works, turn);
      if (missed) await missed;
      const isDecided = works.some(({ kind }) => kind === "change");
      written = isDecided ? await this.decide(works, turn) : await this.append(works, turn);
    } catch (error) {
      this.fail(error, works);
      return;
    }
    for (const { bytes } of turn.shown) this.states.added(bytes);
    this.attempt(() => this.fanOut.push(turn.shown));
    for (const work of turn.settled) {
      if (work.kind === "change") work.done();
      else this.attempt(work.run);
    }
    if (written) this.attempt(() => this.committed(written));
  }

  /** What follows a commit must not stop the room: whoever waits in the next turn has no part in it. */
  private attempt(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.options.logger.error({ err: error, document: this.id }, "a socket could not be told of a commit");
    }
  }

  /** A turn of updates only: they commute with whatever others write. */
  private async append(works: Work[], turn: Turn): Promise<Written | null> {
    for (const work of works) {
      if (work.kind === "update") {
        const verdict = this.otherNodes.judge(work, turn);
        this.replica.admit(work, turn, verdict instanceof Promise ? await verdict : verdict);
      } else if (work.kind === "after") turn.settled.push(work);
    }
    if (turn.isEmpty) return null;
    const { entries, claims } = turn.decided();
    const began = performance.now();
    const appended = this.options.log.append({ documentId: this.id, entries, claims });
    const seq = typeof appended === "number" ? appended : await appended;
    const after = seq - entries.length;
    const written = this.stored(turn, { after, seq, claims }, entries.length, began);
    if (after === this.seq) this.replica.seq = seq;
    else await this.otherNodes.readMissed(turn);
    return written;
  }

  /** A turn with decisions, under the lock of the log's head. */
  private async decide(works: Work[], turn: Turn): Promise<Written | null> {
    const { id } = this;
    const keys = works.flatMap((work) => (work.kind === "change" && work.key ? [work.key] : []));
    const began = performance.now();
    let rows = 0;
    const seq = await this.options.log.decide(id, this.seq, keys, (missed, done) => {
      if (missed) this.replica.takeIn(missed, turn);
      for (const work of works) {
        if (work.kind === "update") this.replica.admit(work, turn, this.replica.judge(work));
        else if (work.kind === "change") this.replica.decideOn(work, turn, done);
        else if (work.kind === "after") turn.settled.push(work);
      }
      const decided = turn.decided();
      rows = decided.entries.length;
      return decided;
    });
    this.replica.seq = seq;
    return rows === 0 ? null : this.stored(turn, { after: seq - rows, seq, claims: turn.claims }, rows, began);
  }

  private stored(turn: Turn, written: Omit<Written, "update">, rows: number, began: number): Written {
    const now = performance.now();
    const lagsMs = turn.arrivals.map((at) => now - at);
    this.options.metrics.committed({ lagsMs, durationMs: now - began, rows });
    this.replica.rowsSinceSnapshot += rows;
    this.bytesSinceSnapshot += turn.bytes;
    return { ...written, update: this.options.isShared ? turn.passedOn(PASSED_ON_MAX) : null };
  }

  private committed(written: Written): void {
    this.options.onCommitted(this, written);
    const isLarge = this.bytesSinceSnapshot >= COMPACT_BYTES;
    this.compactIfWorthwhile(isLarge ? 1 : this.options.compactAfter);
  }

  /** Puts a snapshot in place of the log when at least this many entries follow the last one. */
  compactIfWorthwhile(least: number): void {
    const rows = this.rowsSinceSnapshot;
    if (rows < least) return;
    this.replica.rowsSinceSnapshot = 0;
    this.bytesSinceSnapshot = 0;
    const { log, logger, metrics } = this.options;
    const began = performance.now();
    log.compact(this.id, least).then(
      () => metrics.compacted({ durationMs: performance.now() - began, rows }),
      (error: unknown) => {
        metrics.compactionFailed();
        logger.warn({ err: error, document: this.id }, "a snapshot could not be made; the log stays as it is");
      },
    );
  }

  /** Nobody saw what was not stored: the document is dropped, and the sockets come back to a fresh load. */
  private fail(error: unknown, works: Work[]): void {
    this.isDropped = true;
    this.fanOut.flush();
    const { logger, metrics } = this.options;
    logger.error({ err: error, document: this.id }, "a change could not be stored; its room is reloaded");
    metrics.roomFailed();
    this.attempt(() => this.options.onFailed(this));
    for (const work of [...works, ...this.inbox.splice(0)]) failed(work, error);
    for (const socket of [...this.sockets]) socket.close("notStored");
  }

  /** Shows what is still held back; to be called before sockets are closed. */
  flush(): void {
    this.fanOut.flush();
  }

  destroy(): void {
    this.isDropped = true;
    this.fanOut.stop();
    this.doc.destroy();
  }
}
