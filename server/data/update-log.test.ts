import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASES, startDatabase, type TestDatabase } from "../../tests/support/databases.ts";
import { type Append, type Claim, ClientIdTaken, type Decided, NoSuchDocument, type UpdateLog } from "../sync/log.ts";

const START_LIMIT = 60_000;

const entry = (...bytes: number[]) => ({ bytes: Uint8Array.from(bytes), userId: null });

const plain = (documentId: string, ...bytes: number[]): Append => ({
  documentId,
  entries: [entry(...bytes)],
  claims: [],
});

const decided = (part: Partial<Decided>): Decided => ({ entries: [], claims: [], projection: null, ...part });

describe.each(DATABASES)("the update log on %s", { timeout: 30_000 }, (kind) => {
  let database: TestDatabase;
  let log: UpdateLog;
  /** Another process's, where there can be one. */
  let other: UpdateLog;

  beforeAll(async () => {
    database = await startDatabase(kind);
    log = database.log;
    other = database.other?.log ?? log;
  }, START_LIMIT);

  afterAll(() => database?.close(), START_LIMIT);

  async function document(name = "text"): Promise<string> {
    const id = `${randomUUID()}/${name}`;
    await log.ensure(id);
    return id;
  }

  const bytesOf = async (id: string) => (await log.load(id)).entries.map((bytes) => [...bytes]);

  it("numbers concurrent appends of two processes without a gap, in the order in which they are kept", async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, () => document()));
    const appends = Array.from({ length: 200 }, async (_, index) => {
      const id = ids[index % ids.length] ?? "";
      const entries = Array.from({ length: 1 + (index % 3) }, (_, part) => entry(index, part));
      const seq = await (index % 8 < 4 ? log : other).append({ documentId: id, entries, claims: [] });
      return { id, entries, seq };
    });
    const done = await Promise.all(appends);
    for (const id of ids) {
      const rows = await database.open.db.logEntry.findMany({ where: { documentId: id }, orderBy: { seq: "asc" } });
      expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
      for (const { entries, seq } of done.filter((each) => each.id === id)) {
        const mine = rows.slice(seq - entries.length, seq).map(({ bytes }) => [...bytes]);
        expect(mine).toEqual(entries.map(({ bytes }) => [...bytes]));
      }
      expect((await log.heads([id])).get(id)).toBe(rows.length);
    }
  });

  it("keeps the order in which one process wrote", async () => {
    const id = await document();
    const all = Array.from({ length: 60 }, (_, index) => index);
    expect(await Promise.all(all.map((index) => log.append(plain(id, index))))).toEqual(all.map((index) => index + 1));
    expect(await bytesOf(id)).toEqual(all.map((index) => [index]));
  });

  it("keeps what was given, whatever its size, with who wrote it", async () => {
    const id = await document();
    const userId = randomUUID();
    const sizes = [0, 1, 300, 70_000, 3_000_000];
    const entries = sizes.map((size, index) => ({ bytes: new Uint8Array(size).fill(200 + index), userId }));
    await log.append({ documentId: id, entries, claims: [] });
    const stored = await log.load(id);
    expect(stored.entries.map(({ length }) => length)).toEqual(sizes);
    for (const [index, bytes] of stored.entries.entries()) {
      expect(Buffer.compare(bytes, entries[index]?.bytes ?? Buffer.of())).toBe(0);
    }
    const [row] = await database.open.db.logEntry.findMany({ where: { documentId: id }, take: 1 });
    expect(row?.userId).toBe(userId);
  });

  it("knows no document that was not made, and tells the others of one statement nothing of it", async () => {
    const [id, another] = [await document(), await document()];
    const settled = await Promise.allSettled([
      log.append(plain(id, 1)),
      log.append(plain("none/text", 1)),
      log.append(plain(another, 2)),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    for (const refused of [
      () => log.load("none/text"),
      () => log.since("none/text", 0),
      () => log.append(plain("none/text", 1)),
      () => log.decide("none/text", 0, [], () => decided({})),
    ]) {
      await expect(refused()).rejects.toBeInstanceOf(NoSuchDocument);
    }
    expect(await log.heads([id, "none/text"])).toEqual(new Map([[id, 1]]));
  });

  it("gives what was written after a sequence", async () => {
    const id = await document();
    for (const byte of [1, 2, 3]) await log.append(plain(id, byte));
    expect(await log.since(id, 1)).toMatchObject({ seq: 3, snapshot: null, entries: [{ 0: 2 }, { 0: 3 }] });
    expect(await log.since(id, 3)).toMatchObject({ seq: 3, snapshot: null, entries: [] });
    await expect(log.since(id, 4)).rejects.toThrow("gap");
  });

  describe("claims of client ids", () => {
    const [mine, theirs] = [randomUUID(), randomUUID()];
    const claiming = (documentId: string, ...claims: Claim[]): Append => ({ ...plain(documentId, 1), claims });

    it("are kept with the entries, again by the same person too", async () => {
      const id = await document();
      const far = { client: 2 ** 53 - 1, userId: mine };
      await log.append(claiming(id, { client: 7, userId: mine }, far));
      await log.append(claiming(id, { client: 7, userId: mine }, { client: 8, userId: theirs }));
      const { claims, seq } = await log.load(id);
      expect(seq).toBe(2);
      expect(claims).toHaveLength(3);
      expect(claims).toContainEqual(far);
      expect((await log.since(id, 1)).claims).toEqual([{ client: 8, userId: theirs }]);
    });

    it("of somebody else's are refused, with the entries", async () => {
      const id = await document();
      await log.append(claiming(id, { client: 7, userId: mine }));
      const squatted = claiming(id, { client: 9, userId: theirs }, { client: 7, userId: theirs });
      await expect(other.append(squatted)).rejects.toBeInstanceOf(ClientIdTaken);
      await expect(log.decide(id, 1, [], () => decided(squatted))).rejects.toBeInstanceOf(ClientIdTaken);
      expect(await log.load(id)).toMatchObject({ seq: 1, claims: [{ client: 7, userId: mine }] });
    });

    it("made at once in two processes: the first one counts", async () => {
      const id = await document();
      const both = await Promise.allSettled([
        log.append(claiming(id, { client: 7, userId: mine })),
        other.append(claiming(id, { client: 7, userId: theirs })),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect((await log.load(id)).claims).toHaveLength(1);
    });

    it("that are refused fail nobody else's append", async () => {
      const bad = await document();
      await log.append(claiming(bad, { client: 7, userId: mine }));
      const good = await Promise.all(Array.from({ length: 8 }, () => document()));
      const settled = await Promise.allSettled([
        ...good.slice(0, 4).map((id) => log.append(plain(id, 1))),
        log.append(claiming(bad, { client: 7, userId: theirs })),
        ...good.slice(4).map((id) => log.append(plain(id, 2))),
      ]);
      expect(settled.flatMap(({ status }, index) => (status === "rejected" ? [index] : []))).toEqual([4]);
      expect([...(await log.heads([bad, ...good])).values()]).toEqual(Array.from({ length: 9 }, () => 1));
    });
  });

  describe("a decision", () => {
    it("stores nothing of what it decided when it throws, or its projection fails", async () => {
      const id = await document("annotations");
      const fault = new Error("no");
      const throwing = log.decide(id, 0, [], () => {
        throw fault;
      });
      await expect(throwing).rejects.toBe(fault);
      const tag = { id: randomUUID(), label: "x", colour: "blue" as const, deletedAt: null };
      const projection = { tags: { workspaceId: randomUUID(), changed: [tag] } };
      const failing = log.decide(id, 0, [], () => decided({ entries: [entry(1)], projection }));
      await expect(failing).rejects.toThrow();
      expect(await log.load(id)).toMatchObject({ seq: 0, entries: [] });
      expect(await log.decide(id, 0, [], () => decided({ entries: [entry(1)] }))).toBe(1);
    });

    it("is made once, on all that was written before, one after the other", async () => {
      const id = await document("annotations");
      let made = 0;
      const count = async (by: UpdateLog): Promise<void> => {
        await by.decide(id, 0, [], (missed) => {
          made++;
          return decided({ entries: [entry(missed?.entries.length ?? 0)] });
        });
      };
      await Promise.all(Array.from({ length: 20 }, (_, index) => count(index % 2 ? log : other)));
      expect(made).toBe(20);
      expect(await bytesOf(id)).toEqual(Array.from({ length: 20 }, (_, index) => [index]));
    });

    it("is told what it missed, and nothing when it missed nothing", async () => {
      const id = await document("annotations");
      await log.append({ ...plain(id, 1), claims: [{ client: 5, userId: randomUUID() }] });
      await log.decide(id, 0, [], (missed) => {
        expect(missed).toMatchObject({ seq: 1, snapshot: null, entries: [{ 0: 1 }], claims: [{ client: 5 }] });
        return decided({});
      });
      await log.decide(id, 1, [], (missed) => {
        expect(missed).toBeNull();
        return decided({});
      });
      expect((await log.load(id)).seq).toBe(1);
    });

    it("leaves receipts, and finds those of before, also one that was written while it waited", async () => {
      const id = await document("annotations");
      const command = { userId: randomUUID(), key: randomUUID() };
      expect(await log.receipt(command.userId, command.key)).toBeNull();
      let carriedOut = 0;
      const carryOut = async (by: UpdateLog): Promise<void> => {
        await by.decide(id, 0, [command, { ...command, key: "another" }], (_, done) => {
          if (done.has(`${command.userId} ${command.key}`)) return decided({});
          carriedOut++;
          return decided({ entries: [entry(1)], projection: { receipts: [{ ...command, answer: { ok: true } }] } });
        });
      };
      await Promise.all([log, other, log, other].map(carryOut));
      expect(carriedOut).toBe(1);
      expect(await log.receipt(command.userId, command.key)).toEqual({ ok: true });
      expect(await log.receipt(randomUUID(), command.key)).toBeNull();
    });

    it("and appends of the same document wait for one another, not for ever", async () => {
      const id = await document();
      const work = Array.from({ length: 60 }, (_, index) =>
        index % 3
          ? (index % 2 ? log : other).append(plain(id, index))
          : (index % 2 ? other : log).decide(id, 0, [], () => decided({ entries: [entry(index)] })),
      );
      expect((await Promise.all(work)).sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    });
  });

  it("writes beside Prisma's transactions, never within one", async () => {
    const { db } = database.open;
    const id = await document();
    const work = Array.from({ length: 40 }, (_, index) =>
      index % 2
        ? log.append(plain(id, index))
        : db
            .$transaction(async (tx) => {
              await tx.workspace.create({ data: { id: randomUUID(), name: `rolled back ${id}` } });
              await tx.workspace.count();
              throw new Error("rolled back");
            })
            .catch((error: unknown) => expect(error).toMatchObject({ message: "rolled back" })),
    );
    await Promise.all(work);
    expect((await log.load(id)).seq).toBe(20);
    expect(await db.workspace.count({ where: { name: `rolled back ${id}` } })).toBe(0);
  });
});
