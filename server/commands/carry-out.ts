/** What all commands share: once only, an answer in every case. */

import type { CommandAnswer, Refusal } from "../../domain/annotation/command.ts";
import type { Logger } from "../log.ts";
import type { UpdateLog } from "../sync/log.ts";

export const answerOk = (key: string): CommandAnswer => ({ key, ok: true });
export const answerRefused = (key: string, refusal: Refusal): CommandAnswer => ({ key, ok: false, refusal });

export class CommandDesk {
  /** Commands on their way, by user and key: the same one sent twice at once is carried out once. */
  private readonly underWay = new Map<string, Promise<CommandAnswer>>();
  private readonly log: UpdateLog;
  private readonly logger: Logger;

  constructor(log: UpdateLog, logger: Logger) {
    this.log = log;
    this.logger = logger;
  }

  /** The answer that was given before under this key, or `carryOut`'s. Never rejects. */
  once(userId: string, key: string, carryOut: () => Promise<CommandAnswer>): Promise<CommandAnswer> {
    const name = `${userId} ${key}`;
    const known = this.underWay.get(name);
    if (known) return known;
    const answer = this.answer(userId, key, carryOut).finally(() => this.underWay.delete(name));
    this.underWay.set(name, answer);
    return answer;
  }

  private async answer(userId: string, key: string, carryOut: () => Promise<CommandAnswer>): Promise<CommandAnswer> {
    try {
      // Only what was carried out leaves a receipt.
      if ((await this.log.receipt(userId, key)) !== null) return answerOk(key);
      return await carryOut();
    } catch (error) {
      this.logger.error({ err: error, key }, "a command could not be carried out");
      const text = "The server could not store this; it is kept here and sent again.";
      return answerRefused(key, { code: "unavailable", text });
    }
  }
}
