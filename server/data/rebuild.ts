/** Writes the projection anew from the log; with the same result as writing it along. */

import type * as Y from "yjs";
import { readAnnotations } from "../../domain/ydoc/annotations-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import { readTags } from "../../domain/ydoc/vocabulary-doc.ts";
import { partsOf } from "../sync/document-ids.ts";
import type { UpdateLog } from "../sync/log.ts";
import { documentOf } from "../sync/stored-state.ts";
import { rewriteSearchableText } from "./bulletin-rows.ts";
import type { Database, Transaction } from "./database.ts";
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
    if (kind === "text") {
      await withDocument(log, id, (doc, seq) => rewriteSearchableText(db, owner, readTextMap(doc).text, seq));
      counts.bulletins++;
    } else if (kind === "annotations") {
      counts.annotations += await rebuildAt(db, log, id, async (tx, doc) => {
        const annotations = readAnnotations(doc);
        await tx.annotation.deleteMany({ where: { bulletinId: owner } });
        for (let from = 0; from < annotations.length; from += CHUNK) {
          await projectAnnotations(tx, owner, annotations.slice(from, from + CHUNK));
        }
        return annotations.length;
      });
    } else if (kind === "vocabulary") {
      await rebuildAt(db, log, id, (tx, doc) => projectTags(tx, owner, readTags(doc)));
    }
  }
  return counts;
}

async function withDocument<T>(log: UpdateLog, id: string, use: (doc: Y.Doc, seq: number) => Promise<T>): Promise<T> {
  const stored = await log.load(id);
  const doc = documentOf(stored);
  try {
    return await use(doc, stored.seq);
  } finally {
    doc.destroy();
  }
}

/** Rewrites rows while nobody can write to the log, and from what it holds then: a server may be running. */
async function rebuildAt<T>(
  db: Database,
  log: UpdateLog,
  id: string,
  rewrite: (tx: Transaction, doc: Y.Doc) => Promise<T>,
): Promise<T> {
  for (;;) {
    const rewritten = await withDocument(log, id, (doc, seq) =>
      db.$transaction(async (tx) => {
        const [head] = await tx.$queryRaw<{ seq: number }[]>`SELECT seq FROM "Document" WHERE id = ${id} FOR UPDATE`;
        return head?.seq === seq ? { value: await rewrite(tx, doc) } : null;
      }, LIMITS),
    );
    if (rewritten) return rewritten.value;
  }
}
