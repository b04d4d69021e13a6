/** Writes the projection anew from the log; with the same result as writing it along. */

import { readAnnotations } from "../../domain/ydoc/annotations-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import { readTags } from "../../domain/ydoc/vocabulary-doc.ts";
import { partsOf } from "../sync/document-ids.ts";
import type { UpdateLog } from "../sync/log.ts";
import { documentOf } from "../sync/stored-state.ts";
import { storeSearchableText } from "./bulletin-rows.ts";
import type { Database } from "./database.ts";
import { projectAnnotations, projectTags } from "./projection.ts";

/** Rows of this many annotations go into one statement: a statement has 32,767 parameters at most. */
const CHUNK = 500;

const LIMITS = { maxWait: 60_000, timeout: 600_000 };

export async function rebuildProjection(
  db: Database,
  log: UpdateLog,
): Promise<{ annotations: number; bulletins: number }> {
  const counts = { annotations: 0, bulletins: 0 };
  for (const { id } of await db.document.findMany({ orderBy: { id: "asc" } })) {
    const { owner, kind } = partsOf(id);
    if (kind === "private") continue;
    const stored = await log.load(id);
    const doc = documentOf(stored);
    if (kind === "text") {
      await storeSearchableText(db, owner, readTextMap(doc).text, stored.seq, new Date());
      counts.bulletins++;
    } else if (kind === "annotations") {
      counts.annotations += await rebuildAnnotations(db, owner, readAnnotations(doc));
    } else {
      const tags = readTags(doc);
      await db.$transaction((tx) => projectTags(tx, owner, tags), LIMITS);
    }
    doc.destroy();
  }
  return counts;
}

async function rebuildAnnotations(
  db: Database,
  bulletinId: string,
  annotations: ReturnType<typeof readAnnotations>,
): Promise<number> {
  await db.$transaction(async (tx) => {
    await tx.annotation.deleteMany({ where: { bulletinId } });
    for (let from = 0; from < annotations.length; from += CHUNK) {
      await projectAnnotations(tx, bulletinId, annotations.slice(from, from + CHUNK));
    }
  }, LIMITS);
  return annotations.length;
}
