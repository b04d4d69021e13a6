/** What all commands share: once only, an answer in every case. */

import type { CommandAnswer, Refusal } from "../../domain/annotation/command.ts";
import type { Logger } from "../log.ts";
import type { UpdateLog } from "../sync/log.ts";
import type { SyncMetrics } from "../sync/metrics.ts";

export const answerOk = (key: string): CommandAnswer => ({ key, ok: true });
/** The client keeps the command and sends it again. */
export const answerUnavailable = (key: string): CommandAnswer =>
  answerRefused(key, {
    code: "unavailable",
    text: "The server could not store this; it is kept here and sent again.",
  });
export const answerRefused = (key: string, refusal: Refusal): CommandAnswer => ({ key, ok: false, refusal });

/** Who gave a command, on which document, under which key. */
interface Order {
  userId: string;
  documentId: string;
  key: string;
}

export class CommandDesk {
  /** Commands on their way, by user and key: the same one sent twice at once is carried out once. */
  private readonly underWay = new Map<string, Promise<CommandAnswer>>();
  private readonly log: UpdateLog;
  private readonly logger: Logger;
  private readonly metrics: SyncMetrics;

  constructor(log: UpdateLog, logger: Logger, metrics: SyncMetrics) {
    this.log = log;
    this.logger = logger;
    this.metrics = metrics;
  }

  /** The answer that was given before under this key, or `carryOut`'s. Never rejects. */
  once(order: Order, carryOut: () => Promise<CommandAnswer>): Promise<CommandAnswer> {
    const name = `${order.userId} ${order.key}`;
    const known = this.underWay.get(name);
    if (known) return known;
    const answer = this.answer(order, carryOut).finally(() => this.underWay.delete(name));
    this.underWay.set(name, answer);
    return answer;
  }

  private async answer({ userId, documentId, key }: Order, carryOut: () => Promise<CommandAnswer>) {
    try {
      // Only what was carried out leaves a receipt.
      if ((await this.log.receipt(userId, key)) !== null) {
        this.metrics.commandAnswered("repeated");
        return answerOk(key);
      }
      const answer = await carryOut();
      this.metrics.commandAnswered(answer.ok ? "done" : answer.refusal.code);
      if (!answer.ok) {
        this.logger.debug({ user: userId, document: documentId, code: answer.refusal.code }, "a command was refused");
      }
      return answer;
    } catch (error) {
      this.logger.error({ err: error, key }, "a command could not be carried out");
      this.metrics.commandAnswered("unavailable");
      return answerUnavailable(key);
    }
  }
}
