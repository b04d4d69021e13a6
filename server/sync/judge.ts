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

/** @param writers who wrote with a Yjs client id, by id; those that nobody had are added for this writer */
export function judge(
  doc: Y.Doc,
  bytes: Uint8Array,
  from: Pick<Connection, "canWrite" | "actor">,
  { takesUpdates, writers }: { takesUpdates: boolean; writers: Map<number, string> },
): Verdict {
  let admission: Admission;
  try {
    admission = inspectUpdate(doc, bytes);
  } catch {
    return "malformed";
  }
  // A step 2 repeats all deletes; one that brings nothing is no attempt to write.
  if (admission.ok && !admission.isNews) return "nothing-new";
  if (!takesUpdates) return { code: "forbidden", text: "Annotations are changed by commands only." };
  // A reader's copy tidies itself up too, and a stock client sends that: no attempt to write either.
  if (!from.canWrite && admission.ok && admission.isTidying) return "nothing-new";
  if (!from.canWrite) return { code: "forbidden", text: "Only editors can change the text." };
  if (!admission.ok) return admission;
  const userId = from.actor.id;
  if (admission.clients.some((client) => (writers.get(client) ?? userId) !== userId)) {
    return { code: "client-id-taken", text: "The change is written under somebody else's id; reload the page." };
  }
  const claims = admission.clients.filter((client) => !writers.has(client)).map((client) => ({ client, userId }));
  for (const { client } of claims) writers.set(client, userId);
  return { bytes: admission.bytes, claims };
}
