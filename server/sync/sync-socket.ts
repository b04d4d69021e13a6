/** ws's class, which closes in our words: a message that is too large would come again after 1009, but not after 4413. */

import { WebSocket } from "ws";
import { CLOSE } from "../../domain/protocol/protocol.ts";

/** RFC 6455, section 7.4.1. */
const MESSAGE_TOO_BIG = 1009;

export class SyncSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    if (code === MESSAGE_TOO_BIG) super.close(CLOSE.tooLarge.code, CLOSE.tooLarge.reason);
    else super.close(code, reason);
  }
}

/** Whether ws ended the socket because of a message beyond `maxPayload`, of which it keeps nothing. */
export const isTooLarge = (error: Error): boolean =>
  "code" in error && error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";
