/** A new bulletin: its row, its two documents and the first entry of its text, in one transaction. */

import { randomUUID } from "node:crypto";
import { AppError } from "../../domain/app-error.ts";
import type { BulletinNode } from "../../domain/schema/document.ts";
import { plainText } from "../../domain/schema/plain-text.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import type { Principal } from "../auth/people.ts";
import { insertBulletin } from "../data/bulletin-rows.ts";
import type { Database } from "../data/database.ts";
import { annotationsId, textId } from "../sync/document-ids.ts";

export interface NewBulletin {
  title: string;
  author: string | null;
  source: string | null;
  document: BulletinNode;
  /** SHA-256 of the file it comes from, so that the command line finds it again. */
  fileHash?: string | undefined;
}

/** An empty document has nothing to type into. */
const withBlock = (document: BulletinNode): BulletinNode =>
  document.content?.length ? document : { type: "doc", content: [{ type: "paragraph" }] };

/** Returns the new bulletin's id. */
export async function createBulletin(
  { db, now }: { db: Database; now: () => Date },
  principal: Principal,
  { document, ...fields }: NewBulletin,
): Promise<string> {
  const id = randomUUID();
  const seeded = withBlock(document);
  await insertBulletin(db, {
    ...fields,
    id,
    workspaceId: principal.workspaceId,
    createdById: principal.id,
    at: now(),
    text: plainText(seeded),
    update: seed(seeded),
    textId: textId(id),
    annotationsId: annotationsId(id),
  });
  return id;
}

function seed(document: BulletinNode): Uint8Array {
  try {
    return seedUpdate(document);
  } catch (error) {
    if (error instanceof RangeError) throw new AppError("unprocessable", "This text's structure can't be taken over.");
    throw error;
  }
}
