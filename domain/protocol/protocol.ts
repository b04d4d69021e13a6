/**
 * The sync protocol: y-websocket's, unchanged, plus our own kinds from 100 up. A message is a varUint kind and its
 * payload (lib0 encoding). Our kinds are sent only to sockets that sent one first, so stock clients never meet them.
 */

export const MESSAGE = {
  /** y-websocket. */
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  /** Server: [varUint n] all that was accepted before marker n on this socket is committed. */
  saved: 100,
  /** Client: [varUint n] after its updates; asks for `saved`. */
  marker: 101,
  /** Server: [varString code, varString text] an update was refused and changed nothing. */
  refused: 102,
  /** Client, first: [varUint schemaVersion, varString replica] replica: a UUID of this copy of the document. */
  hello: 103,
  /** Client: [varString JSON CommandEnvelope] on the annotations and vocabulary rooms. */
  command: 104,
  /** Server: [varString JSON CommandAnswer]. */
  answer: 105,
  /** Server: [varString JSON Notice] something beside the document changed. */
  notice: 106,
} as const;

/** Version of the text document's schema (domain/schema). An older client would delete nodes that it doesn't know. */
export const SCHEMA_VERSION = 1;

/** Sent on every room of a bulletin. */
export type Notice =
  | { type: "role"; role: "owner" | "editor" | "annotator" | "reader" }
  | { type: "bulletin"; title: string; author: string | null; source: string | null; deleted: boolean };

/** Why an update on the text room was refused. */
export type RefusedCode = "forbidden" | "invalid-structure" | "gap" | "client-id-taken" | "too-large";

interface CloseReason {
  code: number;
  reason: string;
}

/** Close codes 4400–4499 are final: y-websocket does not reconnect. 4500–4599 mean: come back. */
export const CLOSE = {
  malformed: { code: 4400, reason: "The message could not be read." },
  signedOut: { code: 4401, reason: "Sign in to open this bulletin." },
  forbidden: { code: 4403, reason: "You have no access to this bulletin." },
  notFound: { code: 4404, reason: "There is no such bulletin or room." },
  foreignOrigin: { code: 4405, reason: "This page belongs to another site." },
  tooLarge: { code: 4413, reason: "The message is too large." },
  outdatedSchema: { code: 4426, reason: "This page is older than the server; reload it." },
  tooMany: { code: 4429, reason: "You have too many connections open; close some pages." },
  shuttingDown: { code: 4500, reason: "The server is restarting." },
  notStored: { code: 4501, reason: "The server could not store a change; reconnect to continue." },
  tooSlow: { code: 4502, reason: "The connection fell too far behind." },
  unavailable: { code: 4503, reason: "The server can't let you in now; reconnect to continue." },
} as const satisfies Record<string, CloseReason>;

export type CloseName = keyof typeof CLOSE;

/** Largest message a client may send, in bytes: a 5 MB paste with room to spare. */
export const MESSAGE_MAX_BYTES = 16 * 1024 * 1024;

export const ROOMS = ["text", "annotations", "private", "vocabulary"] as const;
export type RoomName = (typeof ROOMS)[number];
