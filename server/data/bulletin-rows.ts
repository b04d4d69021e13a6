/** Bulletins' rows. */

import type { BulletinSummary } from "../../domain/bulletin/bulletin.ts";
import type { Database } from "./database.ts";

const SUMMARY = {
  id: true,
  title: true,
  author: true,
  source: true,
  createdAt: true,
  updatedAt: true,
  deletedAt: true,
  words: true,
  _count: { select: { annotations: { where: { deletedAt: null } } } },
} as const;

interface Row {
  id: string;
  title: string;
  author: string | null;
  source: string | null;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  words: number;
  _count: { annotations: number };
}

const summaryOf = ({ createdAt, updatedAt, deletedAt, _count, ...row }: Row): BulletinSummary => ({
  ...row,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
  deletedAt: deletedAt?.toISOString() ?? null,
  annotations: _count.annotations,
});

/** Null when there is none with this id, deleted or not. */
export async function findBulletin(db: Database, workspaceId: string, id: string): Promise<BulletinSummary | null> {
  const row = await db.bulletin.findFirst({ where: { id, workspaceId }, select: SUMMARY });
  return row && summaryOf(row);
}

/** Newest first; the cursor is the id of the last one of the page before. */
export async function listBulletins(
  db: Database,
  workspaceId: string,
  { cursor, limit, deleted }: { cursor: string | null; limit: number; deleted: boolean },
): Promise<{ items: BulletinSummary[]; next: string | null }> {
  const known = cursor && (await db.bulletin.findFirst({ where: { id: cursor, workspaceId }, select: { id: true } }));
  const rows = await db.bulletin.findMany({
    where: { workspaceId, deletedAt: deleted ? { not: null } : null },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: limit + 1,
    ...(known ? { cursor: { id: known.id }, skip: 1 } : {}),
    select: SUMMARY,
  });
  const page = rows.slice(0, limit).map(summaryOf);
  return { items: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

export interface BulletinInsert {
  id: string;
  workspaceId: string;
  title: string;
  author: string | null;
  source: string | null;
  fileHash?: string | undefined;
  createdById: string;
  at: Date;
  text: string;
  /** First update of the text document. */
  update: Uint8Array;
  textId: string;
  annotationsId: string;
}

export async function insertBulletin(
  db: Database,
  { at, update, textId, annotationsId, ...row }: BulletinInsert,
): Promise<void> {
  const { createdById } = row;
  await db.$transaction([
    db.bulletin.create({
      data: {
        ...row,
        ...searchable(row.text),
        fileHash: row.fileHash ?? null,
        textSeq: 1,
        createdAt: at,
        updatedAt: at,
      },
    }),
    db.document.createMany({ data: [{ id: textId, seq: 1 }, { id: annotationsId }] }),
    db.logEntry.create({ data: { documentId: textId, seq: 1, bytes: Buffer.from(update), userId: createdById } }),
  ]);
}

/** A bulletin that was imported from a file with this hash and is not deleted. */
export function findByFileHash(
  db: Database,
  workspaceId: string,
  fileHash: string,
): Promise<{ id: string; title: string } | null> {
  return db.bulletin.findFirst({
    where: { workspaceId, fileHash, deletedAt: null },
    select: { id: true, title: true },
    orderBy: { createdAt: "asc" },
  });
}

/** The searchable copy of the text; an older one never replaces a newer. */
export async function storeSearchableText(
  db: Database,
  id: string,
  text: string,
  seq: number,
  at: Date,
): Promise<void> {
  await db.bulletin.updateMany({
    where: { id, textSeq: { lt: seq } },
    data: { ...searchable(text), textSeq: seq, updatedAt: at },
  });
}

/** Sequence of the copy; 0 when there is no such bulletin. */
export async function searchableTextSeq(db: Database, id: string): Promise<number> {
  return (await db.bulletin.findUnique({ where: { id }, select: { textSeq: true } }))?.textSeq ?? 0;
}

/** Writes the copy anew, also one made at this very sequence; the bulletin itself was not changed by that. */
export async function rewriteSearchableText(db: Database, id: string, text: string, seq: number): Promise<void> {
  await db.bulletin.updateMany({ where: { id, textSeq: { lte: seq } }, data: { ...searchable(text), textSeq: seq } });
}

/** PostgreSQL's text holds no U+0000; a pasted text can. */
const searchable = (text: string): { text: string; words: number } => ({
  text: text.replaceAll("\u0000", "\ufffd"),
  words: text.match(/\S+/g)?.length ?? 0,
});
