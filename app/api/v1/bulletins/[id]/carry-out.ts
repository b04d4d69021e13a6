/** Commands as the API gives them: refusals become errors. */

import { randomUUID } from "node:crypto";
import type {
  AnnotationCommand,
  CommandAnswer,
  Refusal,
  RefusalCode,
} from "../../../../../domain/annotation/command.ts";
import { AppError, type ErrorCode } from "../../../../../domain/app-error.ts";
import type { Principal } from "../../../../../server/auth/people.ts";
import { gateway } from "../../../../../server/gateway.ts";
import { derivedId } from "./annotations/derived-id.ts";

const CODES: Record<RefusalCode, ErrorCode> = {
  forbidden: "forbidden",
  "not-found": "not-found",
  invalid: "invalid",
  "quote-not-found": "unprocessable",
  conflict: "conflict",
  "too-large": "too-large",
  unavailable: "unavailable",
};

export const refusalError = ({ code, text }: Refusal): AppError => new AppError(CODES[code], text);

export const carryOut = (
  principal: Principal,
  bulletinId: string,
  key: string,
  command: AnnotationCommand,
): Promise<CommandAnswer> => gateway().annotations.carryOut(principal, bulletinId, { key, command, textMarker: null });

/** Throws when it is refused. */
export async function mustCarryOut(...command: Parameters<typeof carryOut>): Promise<void> {
  const answer = await carryOut(...command);
  if (!answer.ok) throw refusalError(answer.refusal);
}

const KEY_MAX = 255;

/** From the Idempotency-Key header: the same one again gives the same answer and does nothing twice. */
export function requestKey(request: Request, principal: Principal): string {
  const header = request.headers.get("idempotency-key")?.trim();
  if (!header) return randomUUID();
  if (header.length > KEY_MAX) throw new AppError("invalid", `An Idempotency-Key has ${KEY_MAX} characters at most.`);
  return derivedId("request", principal.id, header);
}
