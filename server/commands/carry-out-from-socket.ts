/** A command that came over a socket: the same path as over HTTP, but whatever happens there is an answer. */

import type { CommandAnswer } from "../../domain/annotation/command.ts";
import { isAppError } from "../../domain/app-error.ts";
import type { Principal } from "../auth/people.ts";
import type { Logger } from "../log.ts";
import { partsOf } from "../sync/document-ids.ts";
import type { Annotations } from "./annotations.ts";
import { answerRefused, answerUnavailable } from "./carry-out.ts";

/** Never rejects. */
export async function carryOutFromSocket(
  { annotations, logger }: { annotations: Annotations; logger: Logger },
  principal: Principal,
  documentId: string,
  envelope: unknown,
): Promise<CommandAnswer> {
  const { owner, kind } = partsOf(documentId);
  try {
    if (kind === "vocabulary") return await annotations.carryOutOnVocabulary(principal, envelope);
    return await annotations.carryOut(principal, owner, envelope);
  } catch (error) {
    const key = keyOf(envelope);
    if (isAppError(error) && (error.code === "not-found" || error.code === "forbidden")) {
      return answerRefused(key, { code: error.code, text: error.message });
    }
    logger.error({ err: error, key }, "a command could not be carried out");
    return answerUnavailable(key);
  }
}

/** Longer than any that is parsed. */
const KEY_MAX_LENGTH = 100;

/** What was not parsed yet may have a key by which its sender knows it. */
function keyOf(envelope: unknown): string {
  const hasKey = typeof envelope === "object" && envelope !== null && "key" in envelope;
  return hasKey && typeof envelope.key === "string" ? envelope.key.slice(0, KEY_MAX_LENGTH) : "";
}
