/** What other nodes have stored in a room's document: taken from their hints, or read from the log. */

import type { Verdict } from "./judge.ts";
import type { UpdateLog } from "./log.ts";
import type { SyncMetrics } from "./metrics.ts";
import type { Replica } from "./replica.ts";
import type { Turn, Work } from "./turn.ts";

type Update = Extract<Work, { kind: "update" }>;

export interface OtherNodesOptions {
  id: string;
  log: UpdateLog;
  metrics: SyncMetrics;
  /** Whether there are any. */
  isShared: boolean;
}

export class OtherNodes {
  private readonly replica: Replica;
  private readonly options: OtherNodesOptions;

  constructor(replica: Replica, options: OtherNodesOptions) {
    this.replica = replica;
    this.options = options;
  }

  /** Takes in what the turn's hints tell, or reads what they can't tell. No promise: nothing has to be waited for. */
  takeHints(works: Work[], turn: Turn): Promise<void> | undefined {
    let isBehind = false;
    for (const work of works) {
      if (work.kind === "catch-up") isBehind = true;
      if (work.kind !== "hint" || work.written.seq <= this.replica.seq) continue;
      const { after, seq, update, claims } = work.written;
      if (after === this.replica.seq && update)
        this.replica.takeIn({ seq, snapshot: null, entries: [update], claims }, turn);
      else isBehind = true;
    }
    return isBehind ? this.readMissed(turn) : undefined;
  }

  async readMissed(turn: Turn): Promise<void> {
    const before = this.replica.seq;
    const missed = await this.options.log.since(this.options.id, before);
    turn.isCaughtUp = true;
    if (missed.seq === before) return;
    this.options.metrics.gapRepaired(missed.seq - before);
    this.replica.takeIn(missed, turn);
  }

  /**
   * What looks like a gap, like somebody else's id or like a new one may be what another node has stored and this one has
   * not seen: a client that comes from there hands in what it saw there.
   */
  judge(work: Update, turn: Turn): Verdict | Promise<Verdict> {
    const verdict = this.replica.judge(work);
    if (!this.options.isShared || turn.isCaughtUp || typeof verdict === "string") return verdict;
    const mayBeBehind = "code" in verdict ? verdict.code !== "forbidden" : verdict.claims.length > 0;
    if (!mayBeBehind) return verdict;
    if ("claims" in verdict) this.replica.withdraw(verdict.claims);
    return this.readMissed(turn).then(() => this.replica.judge(work));
  }
}
