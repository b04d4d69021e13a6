/** Writes the rows that follow from annotations and tags; called in the transaction that stores their update. */

import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { Tag } from "../../domain/vocabulary/vocabulary.ts";
import type { Projection } from "../sync/log.ts";
import type { Prisma, Transaction } from "./database.ts";

export async function project(tx: Transaction, { annotations, tags, receipts }: Projection): Promise<void> {
  if (annotations) await projectAnnotations(tx, annotations.bulletinId, annotations.changed);
  if (tags) for (const tag of tags.changed) await projectTag(tx, tags.workspaceId, tag);
  if (receipts?.length) {
    await tx.commandReceipt.createMany({
      data: receipts.map(({ userId, key, answer }) => ({ userId, key, answer: answer as Prisma.InputJsonValue })),
    });
  }
}

/** Replaces the rows of these annotations. */
export async function projectAnnotations(tx: Transaction, bulletinId: string, changed: Annotation[]): Promise<void> {
  if (changed.length === 0) return;
  // Comments and tags go with their annotation by cascade.
  await tx.annotation.deleteMany({ where: { bulletinId, id: { in: changed.map(({ id }) => id) } } });
  await tx.annotation.createMany({ data: changed.map((annotation) => annotationRow(bulletinId, annotation)) });
  const comments = changed.flatMap((annotation) => commentRows(bulletinId, annotation));
  if (comments.length > 0) await tx.comment.createMany({ data: comments });
  const tags = changed.flatMap(({ id, tags }) => tags.map((tagId) => ({ bulletinId, annotationId: id, tagId })));
  if (tags.length > 0) await tx.annotationTag.createMany({ data: tags });
}

async function projectTag(tx: Transaction, workspaceId: string, tag: Tag): Promise<void> {
  const row = { workspaceId, label: tag.label, colour: tag.colour, deletedAt: tag.deletedAt };
  await tx.tag.upsert({
    where: { workspaceId_id: { workspaceId, id: tag.id } },
    create: { id: tag.id, ...row },
    update: row,
  });
}

export async function projectTags(tx: Transaction, workspaceId: string, tags: Tag[]): Promise<void> {
  await tx.tag.deleteMany({ where: { workspaceId } });
  for (const tag of tags) await projectTag(tx, workspaceId, tag);
}

const annotationRow = (bulletinId: string, annotation: Annotation): Prisma.AnnotationCreateManyInput => ({
  id: annotation.id,
  bulletinId,
  kind: annotation.kind,
  authorId: annotation.author.id,
  authorName: annotation.author.name,
  createdAt: annotation.at,
  anchorState: annotation.anchor?.state ?? null,
  quote: storable(annotation.anchor?.quote),
  prefix: storable(annotation.anchor?.prefix),
  suffix: storable(annotation.anchor?.suffix),
  resolvedAt: annotation.resolved?.at ?? null,
  resolvedById: annotation.resolved?.by.id ?? null,
  deletedAt: annotation.deleted?.at ?? null,
});

const commentRows = (bulletinId: string, annotation: Annotation): Prisma.CommentCreateManyInput[] =>
  annotation.comments.map((comment, position) => ({
    id: comment.id,
    bulletinId,
    annotationId: annotation.id,
    position,
    authorId: comment.author.id,
    authorName: comment.author.name,
    text: comment.text,
    createdAt: comment.at,
    editedAt: comment.editedAt,
    deletedAt: comment.deletedAt,
  }));

/** PostgreSQL's text holds no U+0000; a pasted text can. */
const storable = (text: string | undefined): string | null => text?.replaceAll("\u0000", "\ufffd") ?? null;
