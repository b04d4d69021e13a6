/** Our own messages as bytes (domain/protocol says what each means). */

import * as encoding from "lib0/encoding";
import type { CommandEnvelope } from "../../domain/annotation/command.ts";
import { MESSAGE, SCHEMA_VERSION } from "../../domain/protocol/protocol.ts";

export const helloMessage = (replica: string): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.hello);
    encoding.writeVarUint(encoder, SCHEMA_VERSION);
    encoding.writeVarString(encoder, replica);
  });

export const markerMessage = (n: number): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.marker);
    encoding.writeVarUint(encoder, n);
  });

export const commandMessage = (envelope: CommandEnvelope): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.command);
    encoding.writeVarString(encoder, JSON.stringify(envelope));
  });

/** Within a sync message of y-protocols: an update. */
const SYNC_UPDATE = 2;
/** Within a sync message of y-protocols: what the other side has, a question for the rest. */
export const SYNC_STEP_1 = 0;
/** Within a sync message of y-protocols: the answer to that. */
export const SYNC_STEP_2 = 1;

/** @param stateVector what is known here */
export const questionMessage = (stateVector: Uint8Array): Uint8Array => syncMessage(SYNC_STEP_1, stateVector);

export const answerMessage = (update: Uint8Array): Uint8Array => syncMessage(SYNC_STEP_2, update);

export const updateMessage = (update: Uint8Array): Uint8Array => syncMessage(SYNC_UPDATE, update);

const syncMessage = (step: number, bytes: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync);
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, bytes);
  });
