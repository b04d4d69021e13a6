import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { Annotation } from "../../domain/annotation/annotation.ts";
import type { AnnotationCommand } from "../../domain/annotation/command.ts";
import { decideAnnotation } from "../../domain/annotation/decide-annotation.ts";
import { readAnnotation, writeAnnotation } from "../../domain/ydoc/annotations-doc.ts";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { writeTag } from "../../domain/ydoc/vocabulary-doc.ts";
import { DATABASES, startDatabase, type TestDatabase } from "../../tests/support/databases.ts";
import { SAMPLE } from "../../tests/support/text-edits.ts";
import type { Projection, UpdateLog } from "../sync/log.ts";
import type { OpenDatabase } from "./database.ts";
import { rebuildProjection } from "./rebuild.ts";

const START_LIMIT = 60_000;

describe.each(DATABASES)("the projection on %s", { timeout: 60_000 }, (databaseKind) => {
  let database: TestDatabase;
  let open: OpenDatabase;
  let log: UpdateLog;
  const workspaceId = randomUUID();
  const tagIds: string[] = [randomUUID(), randomUUID(), randomUUID()];
  const people = ["owner", "annotator"].map((name) => ({
    id: randomUUID(),
    name,
    role: name as "owner" | "annotator",
  }));

  beforeAll(async () => {
    database = await startDatabase(databaseKind);
    ({ open, log } = database);
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
    await write(`${workspaceId}/vocabulary`, Y.encodeStateAsUpdate(doc), { tags: { workspaceId, changed } });
  }, START_LIMIT);

  afterAll(() => database?.close(), START_LIMIT);

  const write = (documentId: string, bytes: Uint8Array, projection: Projection | null, seq = 0): Promise<number> =>
    log.decide(documentId, seq, [], () => ({ entries: [{ bytes, userId: null }], claims: [], projection }));

  async function bulletin(): Promise<string> {
    const id = randomUUID();
    await open.db.bulletin.create({ data: { id, workspaceId, title: "A bulletin" } });
    for (const kind of ["text", "annotations"]) await log.ensure(`${id}/${kind}`);
    await write(`${id}/text`, seedUpdate(SAMPLE), null);
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
      const update = Y.encodeStateAsUpdate(doc, before);
      const projection = { annotations: { bulletinId, changed: [decision.annotation] } };
      seq = await write(`${bulletinId}/annotations`, update, projection, seq);
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
          await rebuildProjection(open, log);
          expect(await rows(id)).toEqual(along);
          await log.compact(`${id}/annotations`, 1);
          await open.db.annotation.deleteMany({ where: { bulletinId: id } });
          await rebuildProjection(open, log);
          expect(await rows(id)).toEqual(along);
        },
      ),
      { numRuns: 6 },
    );
  });

  it("writes the searchable text anew, and leaves the bulletin's own date", async () => {
    const id = await bulletin();
    const before = await open.db.bulletin.findUniqueOrThrow({ where: { id } });
    await rebuildProjection(open, log);
    const built = await open.db.bulletin.findUniqueOrThrow({ where: { id } });
    expect(built).toMatchObject({ textSeq: 1, updatedAt: before.updatedAt });
    expect(built.text).toContain("Shipping under other flags");
    await open.db.bulletin.update({ where: { id }, data: { text: "spoilt", words: 1 } });
    await rebuildProjection(open, log);
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
    await Promise.all([writing(), rebuildProjection(open, log), rebuildProjection(open, log)]);
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
        moves: [],
        deleted: null,
      }),
    );
    const doc = new Y.Doc();
    doc.transact(() => {
      for (const each of changed) writeAnnotation(doc, each);
    });
    await write(`${id}/annotations`, Y.encodeStateAsUpdate(doc), { annotations: { bulletinId: id, changed } });
    expect(await open.db.comment.count({ where: { bulletinId: id } })).toBe(3000);
  });
});
