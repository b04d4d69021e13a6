/** What a server tells one client, framed. */

import * as encoding from "lib0/encoding";
import * as syncProtocol from "y-protocols/sync";
import type * as Y from "yjs";
import { MESSAGE } from "../../domain/protocol/protocol.ts";
import { framed } from "./frame.ts";

/** y-protocols/auth: the one message kind by which a stock client can be told why. */
const PERMISSION_DENIED = 0;

/** Presence of nobody: data, which a stock client needs to believe that the server lives. */
export const KEEP_ALIVE = framed(MESSAGE.awareness, (encoder) => {
  encoding.writeVarUint8Array(encoder, new Uint8Array([0]));
});

/** Asks for what the client has and the document has not. */
export const step1Frame = (doc: Y.Doc): Buffer =>
  framed(MESSAGE.sync, (encoder) => syncProtocol.writeSyncStep1(encoder, doc));

export const savedFrame = (n: number): Buffer => framed(MESSAGE.saved, (encoder) => encoding.writeVarUint(encoder, n));

export const refusedFrame = (code: string, text: string): Buffer =>
  framed(MESSAGE.refused, (encoder) => {
    encoding.writeVarString(encoder, code);
    encoding.writeVarString(encoder, text);
  });

/** The same for a stock client. */
export const deniedFrame = (text: string): Buffer =>
  framed(MESSAGE.auth, (encoder) => {
    encoding.writeVarUint(encoder, PERMISSION_DENIED);
    encoding.writeVarString(encoder, text);
  });

/** An answer to a command, or a notice. */
export const jsonFrame = (kind: number, value: unknown): Buffer =>
  framed(kind, (encoder) => encoding.writeVarString(encoder, JSON.stringify(value)));
