import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { AnnotationCommand } from "../../domain/annotation/command.ts";
import { decideAnnotation } from "../../domain/annotation/decide-annotation.ts";
import { readAnnotation, writeAnnotation } from "../../domain/ydoc/annotations-doc.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { writeTag } from "../../domain/ydoc/vocabulary-doc.ts";
import { SAMPLE } from "../../tests/support/text-edits.ts";
import { HeadMoved, NoSuchDocument, type UpdateLog } from "../sync/log.ts";
import { documentOf } from "../sync/stored-state.ts";
import { type OpenDatabase, openDatabase } from "./database.ts";
import { rebuildProjection } from "./rebuild.ts";
import { createUpdateLog } from "./update-log.ts";

const START_LIMIT = 60_000;

let dataDir: string;
let open: OpenDatabase;
let log: UpdateLog;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "glossa-log-"));
  open = await openDatabase({ dataDir });
  log = createUpdateLog(open.db);
}, START_LIMIT);

afterAll(async () => {
  await open?.close();
  await rm(dataDir, { recursive: true, force: true });
}, START_LIMIT);

/** A writer with updates that build on one another. */
function writer(): { doc: Y.Doc; next(words: string): Uint8Array } {
  const doc = new Y.Doc();
  return {
    doc,
    next(words) {
      const before = Y.encodeStateVector(doc);
      doc.getText("t").insert(0, words);
      return Y.encodeStateAsUpdate(doc, before);
    },
  };
}

const plain = (documentId: string, ...entries: Uint8Array[]) => ({
  documentId,
  entries: entries.map((bytes) => ({ bytes, userId: null })),
  expectedSeq: null,
  projection: null,
});

describe("the update log", { timeout: 30_000 }, () => {
  it("numbers concurrent appends without a gap, in the order in which they are kept", async () => {
    const ids = Array.from({ length: 4 }, () => `${randomUUID()}/text`);
    for (const id of ids) await log.ensure(id);
    const appends = Array.from({ length: 200 }, async (_, index) => {
      const id = ids[index % ids.length] ?? "";
      const entries = Array.from({ length: 1 + (index % 3) }, (_, part) => Uint8Array.of(index, part));
      return { id, entries, seq: await log.append(plain(id, ...entries)) };
    });
    const done = await Promise.all(appends);
    for (const id of ids) {
      const rows = await open.db.logEntry.findMany({ where: { documentId: id }, orderBy: { seq: "asc" } });
      expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
      for (const { entries, seq } of done.filter((each) => each.id === id)) {
        const mine = rows.slice(seq - entries.length, seq).map(({ bytes }) => [...bytes]);
        expect(mine).toEqual(entries.map((bytes) => [...bytes]));
      }
      expect((await open.db.document.findUniqueOrThrow({ where: { id } })).seq).toBe(rows.length);
    }
  });

  it("writes on condition of the head, once of many at once", async () => {
    const id = `${randomUUID()}/annotations`;
    await log.ensure(id);
    await log.ensure(id);
    const decided = (expectedSeq: number) => log.append({ ...plain(id, Uint8Array.of(1)), expectedSeq });
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => decided(0)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of all) if (each.status === "rejected") expect(each.reason).toBeInstanceOf(HeadMoved);
    expect(await decided(1)).toBe(2);
    await expect(decided(1)).rejects.toBeInstanceOf(HeadMoved);
  });

  it("knows no document that was not made", async () => {
    await expect(log.load("none/text")).rejects.toBeInstanceOf(NoSuchDocument);
    await expect(log.append(plain("none/text", Uint8Array.of(1)))).rejects.toBeInstanceOf(HeadMoved);
  });

  it("stores nothing of a batch whose projection fails", async () => {
    const id = `${randomUUID()}/annotations`;
    await log.ensure(id);
    const projection = {
      tags: {
        workspaceId: randomUUID(),
        changed: [{ id: randomUUID(), label: "x", colour: "blue" as const, deletedAt: null }],
      },
    };
    await expect(log.append({ ...plain(id, Uint8Array.of(1)), expectedSeq: 0, projection })).rejects.toThrow();
    expect(await log.load(id)).toMatchObject({ seq: 0, entries: [] });
  });

  it("keeps receipts with what they are for", async () => {
    const id = `${randomUUID()}/annotations`;
    await log.ensure(id);
    const [userId, key] = [randomUUID(), randomUUID()];
    expect(await log.receipt(userId, key)).toBeNull();
    await log.append({
      ...plain(id, Uint8Array.of(1)),
      expectedSeq: 0,
      projection: { receipts: [{ userId, key, answer: { ok: true } }] },
    });
    expect(await log.receipt(userId, key)).toEqual({ ok: true });
    expect(await log.receipt(randomUUID(), key)).toBeNull();
  });
});

describe("compaction", { timeout: 30_000 }, () => {
  const stateOf = async (id: string): Promise<string> =>
    documentOf(await log.load(id))
      .getText("t")
      .toString();

  it("keeps the state, the head and what is appended meanwhile", async () => {
    const id = `${randomUUID()}/text`;
    await log.ensure(id);
    const { doc, next } = writer();
    for (let round = 0; round < 4; round++) {
      for (let index = 0; index < 20; index++) await log.append(plain(id, next(`${round}.${index} `)));
      await Promise.allSettled([
        log.compact(id),
        log.append(plain(id, next("meanwhile "))),
        log.compact(id),
        log.append(plain(id, next("and again "))),
      ]);
      expect(await stateOf(id)).toBe(doc.getText("t").toString());
    }
    await log.compact(id);
    const { seq, entries, snapshot } = await log.load(id);
    expect({ seq, entries }).toEqual({ seq: 88, entries: [] });
    expect(snapshot).not.toBeNull();
    expect(await open.db.logEntry.count({ where: { documentId: id } })).toBe(0);
    expect(await open.db.snapshot.count({ where: { documentId: id } })).toBe(1);
    expect(await log.append(plain(id, next("last ")))).toBe(89);
    expect(await stateOf(id)).toBe(doc.getText("t").toString());
    await log.compact(id);
    await log.compact(id);
    expect(await stateOf(id)).toBe(doc.getText("t").toString());
  });

  it("that was killed between its snapshot and its deletes does no harm", async () => {
    const id = `${randomUUID()}/text`;
    await log.ensure(id);
    const { doc, next } = writer();
    for (const words of ["a", "b", "c"]) await log.append(plain(id, next(words)));
    const bytes = Buffer.from(Y.encodeStateAsUpdateV2(doc));
    await open.db.snapshot.create({ data: { documentId: id, seq: 3, bytes } });
    await log.append(plain(id, next("d")));
    expect(await stateOf(id)).toBe("dcba");
    await log.compact(id);
    expect(await stateOf(id)).toBe("dcba");
  });

  it("says so when rows are missing", async () => {
    const id = `${randomUUID()}/text`;
    await log.ensure(id);
    const { next } = writer();
    for (const words of ["a", "b", "c"]) await log.append(plain(id, next(words)));
    await open.db.logEntry.delete({ where: { documentId_seq: { documentId: id, seq: 2 } } });
    await expect(log.load(id)).rejects.toThrow("gap");
    await expect(log.compact(id)).rejects.toThrow("gap");
    expect(await open.db.logEntry.count({ where: { documentId: id } })).toBe(2);
  });
});

describe("the projection", { timeout: 60_000 }, () => {
  const workspaceId = randomUUID();
  const tagIds: string[] = [randomUUID(), randomUUID(), randomUUID()];
  const people = ["owner", "annotator"].map((name) => ({
    id: randomUUID(),
    name,
    role: name as "owner" | "annotator",
  }));

  beforeAll(async () => {
    // The bytes of the tests above are no documents.
    await open.db.logEntry.deleteMany();
    await open.db.snapshot.deleteMany();
    await open.db.document.deleteMany();
    await open.db.workspace.create({ data: { id: workspaceId, name: "Tests" } });
    const doc = new Y.Doc();
    const changed = tagIds.map((id, index) => ({
      id,
      label: `tag ${index}`,
      colour: "blue" as const,
      deletedAt: null,
    }));
    doc.transact(() => {
      for (const tag of changed) writeTag(doc, tag);
    });
    await log.ensure(`${workspaceId}/vocabulary`);
    await log.append({
      ...plain(`${workspaceId}/vocabulary`, Y.encodeStateAsUpdate(doc)),
      expectedSeq: 0,
      projection: { tags: { workspaceId, changed } },
    });
  });

  async function bulletin(): Promise<string> {
    const id = randomUUID();
    await open.db.bulletin.create({ data: { id, workspaceId, title: "A bulletin" } });
    for (const kind of ["text", "annotations"]) await log.ensure(`${id}/${kind}`);
    await log.append(plain(`${id}/text`, seedUpdate(SAMPLE)));
    return id;
  }

  const rows = async (bulletinId: string) => ({
    annotations: await open.db.annotation.findMany({ where: { bulletinId }, orderBy: { id: "asc" } }),
    comments: await open.db.comment.findMany({
      where: { bulletinId },
      orderBy: [{ annotationId: "asc" }, { position: "asc" }],
    }),
    tags: await open.db.annotationTag.findMany({
      where: { bulletinId },
      orderBy: [{ annotationId: "asc" }, { tagId: "asc" }],
    }),
    vocabulary: await open.db.tag.findMany({ where: { workspaceId }, orderBy: { id: "asc" } }),
  });

  async function carryOut(
    bulletinId: string,
    doc: Y.Doc,
    commands: { who: number; command: AnnotationCommand }[],
  ): Promise<void> {
    let seq = (await log.load(`${bulletinId}/annotations`)).seq;
    for (const { who, command } of commands) {
      const actor = people[who];
      if (!actor) continue;
      const decision = decideAnnotation(command, {
        actor,
        now: new Date(1_790_000_000_000 + seq * 1000).toISOString(),
        annotation: readAnnotation(doc, command.annotation),
        anchor: { state: "anchored", quote: "q\u0000", prefix: "p", suffix: "s", start: null, end: null },
        hasTag: (tag) => tagIds.includes(tag),
      });
      if (!decision.ok || !decision.changed) continue;
      const before = Y.encodeStateVector(doc);
      doc.transact(() => writeAnnotation(doc, decision.annotation));
      seq = await log.append({
        documentId: `${bulletinId}/annotations`,
        entries: [{ bytes: Y.encodeStateAsUpdate(doc, before), userId: actor.id }],
        expectedSeq: seq,
        projection: { annotations: { bulletinId, changed: [decision.annotation] } },
      });
    }
  }

  const annotationIds = Array.from({ length: 3 }, () => randomUUID());
  const commentIds = Array.from({ length: 4 }, () => randomUUID());
  const annotation = fc.constantFrom(...annotationIds);
  const comment = fc.constantFrom(...commentIds);
  const tag = fc.constantFrom(...tagIds);
  const text = fc.constantFrom("one", "two", "three");
  const kind = fc.constantFrom("highlight" as const, "claim" as const);
  const command: fc.Arbitrary<AnnotationCommand> = fc.oneof(
    fc.record({
      name: fc.constant("create-annotation" as const),
      annotation,
      kind,
      anchor: fc.constant(null),
      comment: fc.option(fc.record({ id: comment, text })),
      tags: fc.array(tag, { maxLength: 3 }),
    }),
    fc.record({
      name: fc.constantFrom("delete-annotation" as const, "restore-annotation" as const, "reopen-thread" as const),
      annotation,
    }),
    fc.record({ name: fc.constant("change-kind" as const), annotation, kind }),
    fc.record({ name: fc.constantFrom("tag-annotation" as const, "untag-annotation" as const), annotation, tag }),
    fc.record({ name: fc.constantFrom("add-comment" as const, "edit-comment" as const), annotation, comment, text }),
    fc.record({ name: fc.constant("delete-comment" as const), annotation, comment }),
    fc.record({ name: fc.constant("resolve-thread" as const), annotation, reason: fc.option(text) }),
  );

  it("is the same when it is rebuilt from the log, compacted or not", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ who: fc.nat(1), command }), { minLength: 10, maxLength: 40 }),
        async (commands) => {
          const id = await bulletin();
          await carryOut(id, new Y.Doc(), commands);
          const along = await rows(id);
          await rebuildProjection(open.db, log);
          expect(await rows(id)).toEqual(along);
          await log.compact(`${id}/annotations`);
          await open.db.annotation.deleteMany({ where: { bulletinId: id } });
          await rebuildProjection(open.db, log);
          expect(await rows(id)).toEqual(along);
        },
      ),
      { numRuns: 6 },
    );
  });

  it("writes the searchable text anew, and leaves the bulletin's own date", async () => {
    const id = await bulletin();
    const before = await open.db.bulletin.findUniqueOrThrow({ where: { id } });
    await rebuildProjection(open.db, log);
    const built = await open.db.bulletin.findUniqueOrThrow({ where: { id } });
    expect(built).toMatchObject({ textSeq: 1, updatedAt: before.updatedAt });
    expect(built.text).toContain("Shipping under other flags");
    await open.db.bulletin.update({ where: { id }, data: { text: "spoilt", words: 1 } });
    await rebuildProjection(open.db, log);
    expect(await open.db.bulletin.findUniqueOrThrow({ where: { id } })).toEqual(built);
  });

  it("holds what was written while it was rebuilt", async () => {
    const id = await bulletin();
    const doc = new Y.Doc();
    const create = (annotation: string): AnnotationCommand => ({
      name: "create-annotation",
      annotation,
      kind: "highlight",
      anchor: null,
      comment: null,
      tags: [],
    });
    const writing = async (): Promise<void> => {
      for (let index = 0; index < 20; index++) await carryOut(id, doc, [{ who: 0, command: create(randomUUID()) }]);
    };
    await Promise.all([writing(), rebuildProjection(open.db, log), rebuildProjection(open.db, log)]);
    expect(await open.db.annotation.count({ where: { bulletinId: id } })).toBe(20);
  });

  it("takes more annotations in one batch than a statement has parameters for", async () => {
    const id = await bulletin();
    const by = { id: people[0]?.id ?? "", name: "owner" };
    const at = new Date(0).toISOString();
    const changed = Array.from(
      { length: 3000 },
      (): Annotation => ({
        id: randomUUID(),
        kind: "highlight",
        author: by,
        at,
        anchor: null,
        tags: [],
        comments: [{ id: randomUUID(), author: by, at, text: "x", editedAt: null, deletedAt: null }],
        resolved: null,
        deleted: null,
      }),
    );
    const doc = new Y.Doc();
    doc.transact(() => {
      for (const each of changed) writeAnnotation(doc, each);
    });
    await log.append({
      documentId: `${id}/annotations`,
      entries: [{ bytes: Y.encodeStateAsUpdate(doc), userId: null }],
      expectedSeq: 0,
      projection: { annotations: { bulletinId: id, changed } },
    });
    expect(await open.db.comment.count({ where: { bulletinId: id } })).toBe(3000);
  });
});
