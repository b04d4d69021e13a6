/** What becomes of an update that a socket sent. */

import type * as Y from "yjs";
import type { RefusedCode } from "../../domain/protocol/protocol.ts";
import { type Admission, inspectUpdate } from "./admission.ts";
import type { Connection } from "./connection.ts";
import type { Claim } from "./log.ts";

export type Verdict =
  /** Apply these bytes: what of the update is new. `claims` are to be stored with them. */
  | { bytes: Uint8Array; claims: Claim[] }
  | "nothing-new"
  | "malformed"
  /** Refused, with the reason for its sender. */
  | { code: RefusedCode; text: string };

/** What those may send who write nothing here; a copy's tidying up is a few bytes, and more is not even read. */
const UNWRITTEN_MAX_BYTES = 1024 * 1024;

/** Each page that is opened and written in has an id of its own, and every change takes Yjs time that grows with their number. */
const IDS_MAX = 3000;

/** @param writers who wrote with a Yjs client id, by id; those that nobody had are added for this writer */
export function judge(
  doc: Y.Doc,
  bytes: Uint8Array,
  from: Pick<Connection, "canWrite" | "actor">,
  { takesUpdates, writers }: { takesUpdates: boolean; writers: Map<number, string> },
): Verdict {
  const mayWrite = takesUpdates && from.canWrite;
  if (!mayWrite && bytes.length > UNWRITTEN_MAX_BYTES) return forbidden(takesUpdates);
  let admission: Admission;
  try {
    admission = inspectUpdate(doc, bytes);
  } catch {
    return "malformed";
  }
  // A step 2 repeats all deletes; one that brings nothing is no attempt to write.
  if (admission.ok && !admission.isNews) return "nothing-new";
  if (!takesUpdates) return forbidden(takesUpdates);
  // A reader's copy tidies itself up too, and a stock client sends that: no attempt to write either.
  if (!from.canWrite && admission.ok && admission.isTidying) return "nothing-new";
  if (!from.canWrite) return forbidden(takesUpdates);
  if (!admission.ok) return admission;
  const userId = from.actor.id;
  if (admission.clients.some((client) => (writers.get(client) ?? userId) !== userId)) {
    return { code: "client-id-taken", text: "The change is written under somebody else's id; reload the page." };
  }
  const claims = admission.clients.filter((client) => !writers.has(client)).map((client) => ({ client, userId }));
  if (claims.length > 0 && claims.length + idsOf(userId, writers) > IDS_MAX) {
    return { code: "too-large", text: "You have written in this text from more windows than it can keep apart." };
  }
  for (const { client } of claims) writers.set(client, userId);
  return { bytes: admission.bytes, claims };
}

const forbidden = (takesUpdates: boolean): Verdict => ({
  code: "forbidden",
  text: takesUpdates ? "Only editors can change the text." : "Annotations are changed by commands only.",
});

function idsOf(userId: string, writers: ReadonlyMap<number, string>): number {
  let ids = 0;
  for (const writer of writers.values()) if (writer === userId) ids++;
  return ids;
}
