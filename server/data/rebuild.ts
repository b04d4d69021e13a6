/** Writes the projection anew from the log; with the same result as writing it along. */

import type * as Y from "yjs";
import { readAnnotations } from "../../domain/ydoc/annotations-doc.ts";
import { readTextMap } from "../../domain/ydoc/text-map.ts";
import { readTags } from "../../domain/ydoc/vocabulary-doc.ts";
import { partsOf } from "../sync/document-ids.ts";
import type { UpdateLog } from "../sync/log.ts";
import { documentOf } from "../sync/stored-state.ts";
import { rewriteSearchableText } from "./bulletin-rows.ts";
import type { OpenDatabase } from "./database.ts";
import { type Connection, inTransaction, type Pool, runOn, type Statement } from "./pool.ts";
import { projectAnnotations, projectTags } from "./projection.ts";

/** Annotations a statement, so that none takes long. */
const CHUNK = 500;

export async function rebuildProjection(
  { db, pool }: Pick<OpenDatabase, "db" | "pool">,
  log: UpdateLog,
): Promise<{ annotations: number; bulletins: number }> {
  const counts = { annotations: 0, bulletins: 0 };
  for (const { id } of await db.document.findMany({ orderBy: { id: "asc" } })) {
    const { owner, kind } = partsOf(id);
    if (kind === "text") {
      await withDocument(log, id, (doc, seq) => rewriteSearchableText(db, owner, readTextMap(doc).text, seq));
      counts.bulletins++;
    } else if (kind === "annotations") {
      counts.annotations += await rebuildAt(pool, log, id, async (connection, doc) => {
        const annotations = readAnnotations(doc);
        await runOn(connection, CLEAR_ANNOTATIONS, [owner]);
        for (let from = 0; from < annotations.length; from += CHUNK) {
          await projectAnnotations(connection, owner, annotations.slice(from, from + CHUNK));
        }
        return annotations.length;
      });
    } else if (kind === "vocabulary") {
      await rebuildAt(pool, log, id, async (connection, doc) => {
        await runOn(connection, CLEAR_TAGS, [owner]);
        await projectTags(connection, owner, readTags(doc));
      });
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
  pool: Pool,
  log: UpdateLog,
  id: string,
  rewrite: (connection: Connection, doc: Y.Doc) => Promise<T>,
): Promise<T> {
  for (;;) {
    const rewritten = await withDocument(log, id, (doc, seq) =>
      inTransaction(pool, async (connection) => {
        const [head] = await runOn<{ seq: number }>(connection, LOCK, [id]);
        return head?.seq === seq ? { value: await rewrite(connection, doc) } : null;
      }),
    );
    if (rewritten) return rewritten.value;
  }
}

const LOCK: Statement = { name: "lock", text: `SELECT seq FROM "Document" WHERE id = $1 FOR NO KEY UPDATE` };
/** Comments and the tags on annotations go with them by cascade. */
const CLEAR_ANNOTATIONS: Statement = {
  name: "clear-annotations",
  text: `DELETE FROM "Annotation" WHERE "bulletinId" = $1`,
};
const CLEAR_TAGS: Statement = { name: "clear-tags", text: `DELETE FROM "Tag" WHERE "workspaceId" = $1` };
