import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDatabase, type TestDatabase } from "../../../tests/support/databases.ts";
import { JournalDamaged, type JournalRecord } from "./record.ts";
import { takeOver } from "./take-over.ts";

const USER = "0b6f3c1e-8d0f-4a55-9d5b-6a2f1c3e4d5f";

let database: TestDatabase;
let documents = 0;

beforeAll(async () => {
  database = await startDatabase("PGlite");
}, 60_000);
afterAll(() => database?.close());

async function emptyDocument(): Promise<string> {
  const id = `d${documents++}/text`;
  await database.log.ensure(id);
  return id;
}

const record = (documentId: string, seq: number, more: Partial<JournalRecord> = {}): JournalRecord => ({
  documentId,
  seq,
  bytes: new Uint8Array([seq % 256, 255, 0]),
  userId: USER,
  at: Date.UTC(2026, 10, 24),
  claims: [],
  ...more,
});

const take = (records: JournalRecord[]): Promise<void> => takeOver(database.open.pool, records);
const bytesOf = async (id: string): Promise<number[]> =>
  (await database.log.load(id)).entries.map(([byte]) => byte ?? -1);

describe("taking over a journal", () => {
  it("stores each entry once, however often, with who wrote it and when, and the claims", async () => {
    const id = await emptyDocument();
    const claims = [{ client: 4_000_000_000, userId: USER }];
    await database.log.append({ documentId: id, entries: [{ bytes: new Uint8Array([9]), userId: null }], claims: [] });
    const records = [record(id, 2, { claims }), record(id, 3, { userId: null })];
    for (const part of [records.slice(0, 1), records, records]) await take(part);
    expect(await bytesOf(id)).toEqual([9, 2, 3]);
    expect(await database.log.load(id)).toMatchObject({ seq: 3, claims });
    const rows = await database.open.db.logEntry.findMany({ where: { documentId: id }, orderBy: { seq: "asc" } });
    expect(rows.map(({ userId }) => userId)).toEqual([null, USER, null]);
    expect(rows[1]?.at).toEqual(new Date(Date.UTC(2026, 10, 24)));
  });

  it("takes thousands, of many documents, and large ones", async () => {
    const [one, two] = [await emptyDocument(), await emptyDocument()];
    const many = Array.from({ length: 2500 }, (_, index) => [record(one, index + 1), record(two, index + 1)]).flat();
    const large = record(one, 2501, { bytes: new Uint8Array(6 * 1024 * 1024).fill(7) });
    await take([...many, large]);
    expect((await bytesOf(one)).length).toBe(2501);
    expect((await bytesOf(two)).slice(0, 3)).toEqual([1, 2, 3]);
  });

  it("refuses what does not fit, and stores nothing of it", async () => {
    const id = await emptyDocument();
    await expect(take([record(id, 1), record(id, 3)])).rejects.toThrow(JournalDamaged);
    expect(await bytesOf(id)).toEqual([]);
    await expect(take([record("gone/text", 1)])).rejects.toThrow(JournalDamaged);
  });
});
