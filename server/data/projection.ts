/** Writes the rows that follow from annotations and tags; called in the transaction that stores their update. */

import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { Tag } from "../../domain/vocabulary/vocabulary.ts";
import type { Projection } from "../sync/log.ts";
import { type Connection, runOn, type Statement } from "./pool.ts";

export async function project(on: Connection, { annotations, tags, receipts }: Projection): Promise<void> {
  if (annotations) await projectAnnotations(on, annotations.bulletinId, annotations.changed);
  if (tags) await projectTags(on, tags.workspaceId, tags.changed);
  if (receipts?.length) await runOn(on, KEEP_RECEIPTS, [JSON.stringify(receipts)]);
}

/** Makes the rows of these annotations what they say; the others stay. */
export async function projectAnnotations(on: Connection, bulletinId: string, changed: Annotation[]): Promise<void> {
  const newest = [...new Map(changed.map((each) => [each.id, each])).values()];
  if (newest.length === 0) return;
  const tags = newest.flatMap(({ id, tags }) => [...new Set(tags)].map((tagId) => ({ annotationId: id, tagId })));
  const rows = [newest.map(annotationRow), newest.flatMap(commentRows), tags];
  await runOn(on, PUT_ANNOTATIONS, [bulletinId, ...rows.map((each) => JSON.stringify(each))]);
}

export async function projectTags(on: Connection, workspaceId: string, changed: Tag[]): Promise<void> {
  const newest = [...new Map(changed.map((each) => [each.id, each])).values()];
  await runOn(on, PUT_TAGS, [workspaceId, JSON.stringify(newest)]);
}

const annotationRow = (annotation: Annotation) => ({
  id: annotation.id,
  kind: annotation.kind,
  authorId: annotation.author.id,
  authorName: storable(annotation.author.name),
  createdAt: annotation.at,
  anchorState: annotation.anchor?.state ?? null,
  quote: storable(annotation.anchor?.quote),
  prefix: storable(annotation.anchor?.prefix),
  suffix: storable(annotation.anchor?.suffix),
  resolvedAt: annotation.resolved?.at ?? null,
  resolvedById: annotation.resolved?.by.id ?? null,
  deletedAt: annotation.deleted?.at ?? null,
});

const commentRows = (annotation: Annotation) =>
  annotation.comments.map((comment, position) => ({
    id: comment.id,
    annotationId: annotation.id,
    position,
    authorId: comment.author.id,
    authorName: storable(comment.author.name),
    text: storable(comment.text),
    createdAt: comment.at,
    editedAt: comment.editedAt,
    deletedAt: comment.deletedAt,
  }));

/** PostgreSQL's text holds no U+0000; a pasted text can. */
const storable = (text: string | undefined): string | null => text?.replaceAll("\u0000", "\ufffd") ?? null;

/** One statement however many annotations: each costs a round trip, and on PGlite about half a millisecond. */
const PUT_ANNOTATIONS: Statement = {
  name: "put-annotations",
  text: `
    WITH changed AS MATERIALIZED (
      SELECT * FROM json_to_recordset($2) AS a (
        id uuid, kind "AnnotationKind", "authorId" uuid, "authorName" text, "createdAt" timestamptz,
        "anchorState" "AnchorState", quote text, prefix text, suffix text,
        "resolvedAt" timestamptz, "resolvedById" uuid, "deletedAt" timestamptz)
    ), said AS MATERIALIZED (
      SELECT * FROM json_to_recordset($3) AS c (
        id uuid, "annotationId" uuid, position int, "authorId" uuid, "authorName" text, text text,
        "createdAt" timestamptz, "editedAt" timestamptz, "deletedAt" timestamptz)
    ), tagged AS MATERIALIZED (
      SELECT * FROM json_to_recordset($4) AS t ("annotationId" uuid, "tagId" uuid)
    ), annotation AS (
      INSERT INTO "Annotation" (
        id, "bulletinId", kind, "authorId", "authorName", "createdAt", "anchorState", quote, prefix, suffix,
        "resolvedAt", "resolvedById", "deletedAt")
      SELECT
        id, $1::uuid, kind, "authorId", "authorName", "createdAt", "anchorState", quote, prefix, suffix,
        "resolvedAt", "resolvedById", "deletedAt"
      FROM changed
      ON CONFLICT ("bulletinId", id) DO UPDATE SET
        kind = excluded.kind, "authorId" = excluded."authorId", "authorName" = excluded."authorName",
        "createdAt" = excluded."createdAt", "anchorState" = excluded."anchorState", quote = excluded.quote,
        prefix = excluded.prefix, suffix = excluded.suffix, "resolvedAt" = excluded."resolvedAt",
        "resolvedById" = excluded."resolvedById", "deletedAt" = excluded."deletedAt"
    ), comment AS (
      INSERT INTO "Comment" AS known (
        id, "bulletinId", "annotationId", position, "authorId", "authorName", text, "createdAt", "editedAt", "deletedAt")
      SELECT
        id, $1::uuid, "annotationId", position, "authorId", "authorName", text, "createdAt", "editedAt", "deletedAt"
      FROM said
      ON CONFLICT ("bulletinId", "annotationId", id) DO UPDATE SET
        position = excluded.position, "authorId" = excluded."authorId", "authorName" = excluded."authorName",
        text = excluded.text, "createdAt" = excluded."createdAt", "editedAt" = excluded."editedAt",
        "deletedAt" = excluded."deletedAt"
      WHERE known IS DISTINCT FROM excluded
    ), "commentGone" AS (
      DELETE FROM "Comment" c WHERE c."bulletinId" = $1::uuid AND c."annotationId" IN (SELECT id FROM changed)
        AND NOT EXISTS (SELECT FROM said WHERE said."annotationId" = c."annotationId" AND said.id = c.id)
    ), tag AS (
      INSERT INTO "AnnotationTag" ("bulletinId", "annotationId", "tagId")
      SELECT $1::uuid, "annotationId", "tagId" FROM tagged
      ON CONFLICT DO NOTHING
    )
    DELETE FROM "AnnotationTag" t WHERE t."bulletinId" = $1::uuid AND t."annotationId" IN (SELECT id FROM changed)
      AND NOT EXISTS (SELECT FROM tagged WHERE tagged."annotationId" = t."annotationId" AND tagged."tagId" = t."tagId")`,
};

const PUT_TAGS: Statement = {
  name: "put-tags",
  text: `
    INSERT INTO "Tag" (id, "workspaceId", label, colour, "deletedAt")
    SELECT id, $1::uuid, label, colour, "deletedAt"
    FROM json_to_recordset($2) AS t (id uuid, label text, colour text, "deletedAt" timestamptz)
    ON CONFLICT ("workspaceId", id) DO UPDATE
    SET label = excluded.label, colour = excluded.colour, "deletedAt" = excluded."deletedAt"`,
};

const KEEP_RECEIPTS: Statement = {
  name: "keep-receipts",
  text: `
    INSERT INTO "CommandReceipt" ("userId", key, answer)
    SELECT "userId", key, answer FROM json_to_recordset($1) AS r ("userId" uuid, key text, answer jsonb)`,
};
