import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { DATABASES, startDatabase, type TestDatabase } from "../../tests/support/databases.ts";
import { seededRandom } from "../../tests/support/random.ts";
import type { Append, UpdateLog } from "../sync/log.ts";
import { applyStored, documentOf } from "../sync/stored-state.ts";

const START_LIMIT = 60_000;

/** A writer with updates that build on one another. */
function writer(): { doc: Y.Doc; next(words: string): Uint8Array; text(): string } {
  const doc = new Y.Doc();
  return {
    doc,
    next(words) {
      const before = Y.encodeStateVector(doc);
      doc.getText("t").insert(0, words);
      return Y.encodeStateAsUpdate(doc, before);
    },
    text: () => doc.getText("t").toString(),
  };
}

const plain = (documentId: string, bytes: Uint8Array): Append => ({
  documentId,
  entries: [{ bytes, userId: null }],
  claims: [],
});

describe.each(DATABASES)("compaction on %s", { timeout: 60_000 }, (kind) => {
  let database: TestDatabase;
  let log: UpdateLog;
  let other: UpdateLog;

  beforeAll(async () => {
    database = await startDatabase(kind);
    log = database.log;
    other = database.other?.log ?? log;
  }, START_LIMIT);

  afterAll(() => database?.close(), START_LIMIT);

  async function document(): Promise<string> {
    const id = `${randomUUID()}/text`;
    await log.ensure(id);
    return id;
  }

  const textOf = async (id: string): Promise<string> =>
    documentOf(await log.load(id))
      .getText("t")
      .toString();
  const rows = async (documentId: string) => ({
    entries: await database.open.db.logEntry.count({ where: { documentId } }),
    snapshots: await database.open.db.snapshot.count({ where: { documentId } }),
  });

  it("keeps the state, the head, the claims and what is appended meanwhile", async () => {
    const id = await document();
    const { next, text } = writer();
    const claims = [{ client: 7, userId: randomUUID() }];
    for (let round = 0; round < 4; round++) {
      for (let index = 0; index < 20; index++) await log.append({ ...plain(id, next(`${round}.${index} `)), claims });
      await Promise.all([
        log.compact(id, 1),
        log.append(plain(id, next("meanwhile "))),
        other.compact(id, 1),
        log.append(plain(id, next("and again "))),
      ]);
      expect(await textOf(id)).toBe(text());
    }
    await log.compact(id, 1);
    const { seq, entries, snapshot, ...stored } = await log.load(id);
    expect({ seq, entries, claims: stored.claims }).toEqual({ seq: 88, entries: [], claims });
    expect(snapshot).not.toBeNull();
    expect(await rows(id)).toEqual({ entries: 0, snapshots: 1 });
    expect(await log.append(plain(id, next("last ")))).toBe(89);
    expect(await textOf(id)).toBe(text());
    await log.compact(id, 1);
    await log.compact(id, 1);
    expect(await textOf(id)).toBe(text());
  });

  it("waits until there are enough entries", async () => {
    const id = await document();
    const { next, text } = writer();
    const append = () => log.append(plain(id, next("x")));
    await append();
    await append();
    await log.compact(id, 3);
    expect(await rows(id)).toEqual({ entries: 2, snapshots: 0 });
    await append();
    await log.compact(id, 3);
    expect(await rows(id)).toEqual({ entries: 0, snapshots: 1 });
    await append();
    await log.compact(id, 2);
    expect(await rows(id)).toEqual({ entries: 1, snapshots: 1 });
    await log.compact(`${randomUUID()}/text`, 1);
    expect(await textOf(id)).toBe(text());
  });

  it("gives who is behind the snapshot with what went into it, and else only the entries", async () => {
    const id = await document();
    const { next, text } = writer();
    for (let index = 0; index < 6; index++) {
      await log.append(plain(id, next(`${index}`)));
      if (index === 3) await log.compact(id, 1);
    }
    for (const seq of [0, 3])
      expect(
        documentOf(await log.since(id, seq))
          .getText("t")
          .toString(),
      ).toBe(text());
    expect(await log.since(id, 3)).toMatchObject({ seq: 6, snapshot: expect.any(Uint8Array), entries: [{}, {}] });
    expect(await log.since(id, 4)).toMatchObject({ seq: 6, snapshot: null, entries: [{}, {}] });
    expect(await log.since(id, 5)).toMatchObject({ seq: 6, snapshot: null, entries: [{}] });
  });

  it("that was killed between its snapshot and its deletes does no harm", async () => {
    const id = await document();
    const { doc, next } = writer();
    for (const words of ["a", "b", "c"]) await log.append(plain(id, next(words)));
    const bytes = Buffer.from(Y.encodeStateAsUpdateV2(doc));
    await database.open.db.snapshot.create({ data: { documentId: id, seq: 3, bytes } });
    await log.append(plain(id, next("d")));
    expect(await textOf(id)).toBe("dcba");
    await log.compact(id, 1);
    expect(await textOf(id)).toBe("dcba");
  });

  it("says so when rows are missing, and leaves the others", async () => {
    const id = await document();
    const { next } = writer();
    for (const words of ["a", "b", "c"]) await log.append(plain(id, next(words)));
    await database.open.db.logEntry.delete({ where: { documentId_seq: { documentId: id, seq: 2 } } });
    await expect(log.load(id)).rejects.toThrow("gap");
    await expect(log.compact(id, 1)).rejects.toThrow("gap");
    expect(await rows(id)).toEqual({ entries: 2, snapshots: 0 });
  });

  it("leaves entries that build on what is not there, or are none, and goes on with other documents", async () => {
    const [gap, rubbish, good] = [await document(), await document(), await document()];
    const { next } = writer();
    next("never stored");
    await log.append(plain(gap, next("b")));
    await log.append(plain(rubbish, Uint8Array.of(255, 255, 255)));
    await log.append(plain(good, writer().next("good")));
    const settled = await Promise.allSettled([gap, rubbish, good].map((id) => log.compact(id, 1)));
    expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
    for (const id of [gap, rubbish]) expect(await rows(id)).toEqual({ entries: 1, snapshots: 0 });
    expect(await rows(good)).toEqual({ entries: 0, snapshots: 1 });
  });

  // PostgreSQL has a process of its own for it, at moments of its own.
  it.runIf(kind === "PGlite")("uses the room of what it deleted again", async () => {
    const id = await document();
    const { next } = writer();
    await log.append(plain(id, next("x".repeat(1_000_000))));
    for (let round = 0; round < 50; round++) {
      await log.compact(id, 1);
      await log.append(plain(id, next("y")));
    }
    const { rows } = await database.open.pool.query<{ size: string }>(
      `SELECT pg_total_relation_size('"Snapshot"') AS size`,
    );
    expect(Number(rows[0]?.size)).toBeLessThan(30_000_000);
  });

  it("of two processes at random moments never shows anybody a hole", async () => {
    const random = seededRandom();
    const id = await document();
    const { next, text } = writer();
    const reader = new Y.Doc();
    let seq = 0;
    let isWriting = true;
    const compacting = [log, other].map(async (by) => {
      while (isWriting) await by.compact(id, 1 + random.below(12));
    });
    const reading = (async () => {
      while (isWriting) {
        const missed = await (random.below(2) ? log : other).since(id, seq);
        applyStored(reader, missed);
        seq = missed.seq;
        await log.load(id);
      }
    })();
    for (let index = 0; index < 150; index++)
      await (random.below(2) ? log : other).append(plain(id, next(`${index} `)));
    isWriting = false;
    await Promise.all([...compacting, reading]);
    applyStored(reader, await log.since(id, seq));
    const seed = `GLOSSA_SEED=${random.seed}`;
    expect(reader.getText("t").toString(), seed).toBe(text());
    expect(await textOf(id), seed).toBe(text());
    expect((await log.load(id)).seq, seed).toBe(150);
  });
});
