import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../tests/support/server.ts";
import { hasSmallDisks, mountSmallDisk, type SmallDisk } from "../../tests/support/small-disk.ts";
import { openDatabase, poolOf } from "./database.ts";
import { type EmbeddedServer, startEmbedded } from "./embedded.ts";
import { createUpdateLog } from "./update-log.ts";

const START_LIMIT = 60_000;

/** Collects what is reported, and waits for a sentence. */
function reports(): { all: string[]; report(sentence: string): void; until(part: string): Promise<void> } {
  const all: string[] = [];
  let wake = (): void => {};
  return {
    all,
    report(sentence) {
      all.push(sentence);
      wake();
    },
    async until(part) {
      while (!all.some((sentence) => sentence.includes(part))) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

describe("the embedded database", { timeout: 60_000 }, () => {
  const said = reports();
  let server: EmbeddedServer;
  let pool: pg.Pool;

  beforeAll(async () => {
    server = await startEmbedded(temporaryFolder(), { report: said.report, hangLimit: 500 });
    pool = poolOf(server);
    pool.on("error", () => {});
    await pool.query("CREATE TABLE kept (n int PRIMARY KEY)");
  }, START_LIMIT);

  afterAll(async () => {
    await pool?.end();
    await server?.close();
  }, START_LIMIT);

  beforeEach(() => {
    said.all.length = 0;
  });

  const count = async (): Promise<number> => (await pool.query("SELECT count(*)::int AS n FROM kept")).rows[0].n;

  it("answers statements with and without values, large ones, and refused ones", async () => {
    await pool.query("INSERT INTO kept VALUES ($1)", [1]);
    const large = Buffer.alloc(3_000_000, 7);
    const { rows } = await pool.query("SELECT $1::bytea AS back, length($1::bytea) AS length", [large]);
    expect(rows[0].length).toBe(large.length);
    expect(large.equals(rows[0].back)).toBe(true);
    await expect(pool.query("INSERT INTO kept VALUES ($1)", [1])).rejects.toMatchObject({ code: "23505" });
    await expect(pool.query("SELECT no such thing")).rejects.toMatchObject({ code: "42601" });
    expect(await count()).toBe(1);
  });

  it("leaves nothing of a broken connection to the next one", async () => {
    const connection = await pool.connect();
    await connection.query({ name: "same name", text: "SELECT 1" });
    await connection.query("BEGIN");
    await connection.query("INSERT INTO kept VALUES (2)");
    connection.release(true);
    expect((await pool.query({ name: "same name", text: "SELECT 2 AS two" })).rows).toEqual([{ two: 2 }]);
    expect(await count()).toBe(1);
  });

  it("is started anew when it breaks, with what was stored", async () => {
    await pool.query("INSERT INTO kept VALUES (3)");
    // So deep that it overflows PGlite's own stack.
    await expect(pool.query(`SELECT 1${"+1".repeat(400_000)}`)).rejects.toThrow();
    await said.until("works again");
    expect(await count()).toBe(2);
    expect(said.all[0]).toMatch(/^The embedded database stopped \(.+\)/);
    expect(server.obstacle()).toBeNull();
  });

  it("is started anew when it hangs", async () => {
    await pool.query("INSERT INTO kept VALUES (4)");
    await expect(pool.query("SELECT pg_sleep(1000)")).rejects.toThrow("closed the connection");
    await said.until("works again");
    expect(await count()).toBe(3);
  });
});

describe.skipIf(!hasSmallDisks())("the embedded database on a full disk", { timeout: 120_000 }, () => {
  let disk: SmallDisk;

  beforeEach(() => {
    disk = mountSmallDisk(220);
  });

  afterEach(() => disk.remove());

  async function open() {
    const said = reports();
    const database = await openDatabase({ dataDir: disk.path }, { report: said.report });
    const log = createUpdateLog(database);
    onTestFinished(async () => {
      await log.close();
      await database.close();
    });
    const id = `${randomUUID()}/text`;
    await log.ensure(id);
    const append = async (size = 100) =>
      log.append({ documentId: id, entries: [{ bytes: new Uint8Array(size), userId: null }], claims: [] });
    return { said, database, log, id, append };
  }

  it("stores nothing while there is little room, can still be read, and goes on when there is room", async () => {
    const { said, database, log, id, append } = await open();
    await append();
    disk.fill(20_000_000);
    await said.until("is full");
    expect(database.obstacle()).toContain("full");
    await expect(append()).rejects.toThrow("full");
    await expect(log.decide(id, 1, [], () => ({ entries: [], claims: [], projection: null }))).rejects.toThrow("full");
    expect((await log.load(id)).seq).toBe(1);
    disk.free();
    await said.until("room on the disk again");
    expect(await append()).toBe(2);
    expect(said.all).toHaveLength(2);
  });

  it("has all that was acknowledged when it was full at once, in the middle of writing", async () => {
    const { said, database, log, id, append } = await open();
    disk.fill(0);
    let acknowledged = 0;
    // Its table can't grow, or its write-ahead log can't, which PGlite does not survive.
    while (!database.obstacle()) {
      acknowledged = await append(200_000).catch(() => acknowledged);
    }
    await database.pool.query("SELECT pg_logical_emit_message(true, 'x', repeat('a', 20000000))").catch(() => {});
    await said.until("stopped");
    expect(said.all.join(" ")).toContain("No space left on device");
    await expect(log.load(id)).rejects.toThrow("full");
    disk.free();
    await said.until("works again");
    const { seq, entries } = await log.load(id);
    expect(seq).toBe(acknowledged);
    expect(entries).toHaveLength(acknowledged);
    expect(await append()).toBe(acknowledged + 1);
  });

  it("says that the disk is full when it can't start", async () => {
    disk.fill(10_000_000);
    await expect(openDatabase({ dataDir: disk.path })).rejects.toMatchObject({ code: "ENOSPC" });
    disk.free();
    const { append } = await open();
    expect(await append()).toBe(1);
  });
});
