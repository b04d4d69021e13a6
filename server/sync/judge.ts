/** What becomes of an update that a socket sent. */

import type * as Y from "yjs";
import { type Admission, inspectUpdate } from "./admission.ts";
import type { Connection } from "./connection.ts";

export type Verdict =
  /** Apply these bytes: what of the update is new. */
  | { bytes: Uint8Array }
  | "nothing-new"
  | "malformed"
  /** Refused, with the reason for its sender. */
  | { code: string; text: string };

/** @param writers who wrote with a Yjs client id; this writer's ids are added */
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
  const isTaken = admission.clients.some((client) => (writers.get(client) ?? from.actor.id) !== from.actor.id);
  if (isTaken) {
    return { code: "client-id-taken", text: "The change is written under somebody else's id; reload the page." };
  }
  for (const client of admission.clients) writers.set(client, from.actor.id);
  return { bytes: admission.bytes };
}
