/**
 * A room's copy of its document, and all that changes it: what sockets write, what is decided on it, and what other
 * nodes have stored. Each goes into the turn, to be stored and shown.
 */

import type * as Y from "yjs";
import { judge, type Verdict } from "./judge.ts";
import type { Claim, StoredState } from "./log.ts";
import type { SyncMetrics } from "./metrics.ts";
import { applyStored, documentOf } from "./stored-state.ts";
import { applyAdmitted, collectUpdates, type Turn, type Work } from "./turn.ts";

type Update = Extract<Work, { kind: "update" }>;
type Change = Extract<Work, { kind: "change" }>;

export interface ReplicaOptions {
  /** Whether sockets may write updates; all else is written by decisions. */
  takesUpdates: boolean;
  metrics: SyncMetrics;
}

export class Replica {
  readonly doc: Y.Doc;
  /** Head of the log that the document holds. */
  seq: number;
  /** Entries that a load would have to apply after the snapshot. */
  rowsSinceSnapshot: number;
  /** Who wrote with a Yjs client id, so that nobody else writes under it. */
  private readonly writers: Map<number, string>;
  private readonly options: ReplicaOptions;

  constructor(stored: StoredState, options: ReplicaOptions) {
    this.doc = documentOf(stored);
    this.seq = stored.seq;
    this.rowsSinceSnapshot = stored.entries.length;
    this.writers = new Map(stored.claims.map(({ client, userId }) => [client, userId]));
    this.options = options;
  }

  /** Takes in what other nodes wrote; it is stored. */
  takeIn(stored: StoredState, turn: Turn): void {
    const made: Uint8Array[] = [];
    collectUpdates(this.doc, made, () => applyStored(this.doc, stored));
    for (const bytes of made) turn.take(bytes);
    for (const { client, userId } of stored.claims) this.writers.set(client, userId);
    this.rowsSinceSnapshot = stored.snapshot ? stored.entries.length : this.rowsSinceSnapshot + stored.entries.length;
    this.seq = stored.seq;
  }

  judge({ bytes, from }: Update): Verdict {
    return judge(this.doc, bytes, from, { takesUpdates: this.options.takesUpdates, writers: this.writers });
  }

  /** Takes claims of a verdict back that is not followed. */
  withdraw(claims: readonly Claim[]): void {
    for (const { client } of claims) this.writers.delete(client);
  }

  /** Takes in an update of a socket, or tells the socket why not. */
  admit({ from, at }: Update, turn: Turn, verdict: Verdict): void {
    if (verdict === "malformed") return from.close("malformed");
    if (verdict === "nothing-new") return;
    if ("code" in verdict) {
      this.options.metrics.updateRefused(verdict.code);
      return from.refuse(verdict.code, verdict.text);
    }
    let made: Uint8Array[];
    try {
      made = applyAdmitted(this.doc, verdict.bytes, from);
      if (this.doc.store.pendingStructs || this.doc.store.pendingDs) throw new Error("An admitted update left a gap.");
    } catch (error) {
      // Final, so that it does not come back with the same.
      from.close("malformed");
      throw error;
    }
    made.forEach((bytes, index) => {
      turn.write(bytes, from.actor.id, index === 0 ? from : null);
    });
    turn.claims.push(...verdict.claims);
    turn.arrivals.push(at);
    this.options.metrics.updateAdmitted();
  }

  /** Lets a change be decided, which must not change the document if it throws. */
  decideOn(work: Change, turn: Turn, done: ReadonlySet<string>): void {
    const isRepeated = work.key !== null && done.has(`${work.key.userId} ${work.key.key}`);
    const made: Uint8Array[] = [];
    try {
      const projection = collectUpdates(this.doc, made, () => this.doc.transact(() => work.decide(isRepeated)));
      // A command that changes nothing was carried out too: sent again later, after its opposite, it must not apply.
      if (projection && (made.length > 0 || projection.receipts)) turn.projections.push(projection);
    } catch (error) {
      if (made.length > 0) throw error;
      work.fail(error);
      return;
    }
    for (const bytes of made) turn.write(bytes, work.userId, null);
    if (made.length > 0) turn.arrivals.push(work.at);
    turn.settled.push(work);
  }
}
