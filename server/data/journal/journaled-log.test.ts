import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MemoryLog } from "../../../tests/support/memory-log.ts";
import { temporaryFolder } from "../../../tests/support/server.ts";
import type { LogEntry } from "../../sync/log.ts";
import { NoSuchDocument } from "../../sync/log.ts";
import { Journal } from "./journal.ts";
import { JournaledLog } from "./journaled-log.ts";
import type { JournalRecord } from "./record.ts";

const ID = "b/text";
const silent = pino({ level: "silent" });

let database: MemoryLog;
let folder: string;
let log: JournaledLog;
let fails: Error | null;
let obstacle: string | null;

/** As the database does it: what it has already is left out. */
async function takeOver(records: readonly JournalRecord[]): Promise<void> {
  if (fails) throw fails;
  for (const { documentId, seq, bytes, userId, claims } of records) {
    if (seq > database.head(documentId)) database.write({ documentId, entries: [{ bytes, userId }], claims });
  }
}

async function open(): Promise<JournaledLog> {
  const { journal, left } = await Journal.open(folder);
  await takeOver(left.records);
  await left.remove();
  return new JournaledLog({ inner: database, journal, takeOver, obstacle: () => obstacle, logger: silent });
}

const entry = (byte: number): LogEntry => ({ bytes: new Uint8Array([byte]), userId: "u1" });
const append = (...bytes: number[]) => log.append({ documentId: ID, entries: bytes.map(entry), claims: [] });
const stored = async (from = log): Promise<number[]> => (await from.load(ID)).entries.map(([byte]) => byte ?? -1);

beforeEach(async () => {
  database = new MemoryLog(ID, "c/text");
  folder = temporaryFolder();
  fails = null;
  obstacle = null;
  log = await open();
});
afterEach(() => log.close());

describe("a log with a journal before it", () => {
  it("numbers entries on from the database's head, and shows them to whoever loads", async () => {
    database.write({ documentId: ID, entries: [entry(1)], claims: [] });
    expect(await append(2, 3)).toBe(3);
    expect(await append(4)).toBe(4);
    expect(database.head(ID)).toBe(1);
    expect(await log.heads([ID, "c/text", "none"])).toEqual(
      new Map([
        [ID, 4],
        ["c/text", 0],
      ]),
    );
    expect(await stored()).toEqual([1, 2, 3, 4]);
    expect(database.head(ID)).toBe(4);
    await expect(log.append({ documentId: "none", entries: [entry(1)], claims: [] })).rejects.toThrow(NoSuchDocument);
  });

  it("has all after a kill, once, also when the kill came between taking over and removing", async () => {
    await append(1);
    await append(2);
    const after = await open();
    expect(await stored(after)).toEqual([1, 2]);
    // The killed one's files were read, and are read again: the database has what they hold.
    await after.append({ documentId: ID, entries: [entry(3)], claims: [] });
    await takeOver([{ documentId: ID, seq: 3, bytes: new Uint8Array([3]), userId: "u1", at: 0, claims: [] }]);
    const again = await open();
    expect(await stored(again)).toEqual([1, 2, 3]);
    await after.close();
    await again.close();
  });

  it("makes decisions on all that was appended", async () => {
    await append(1);
    await append(2);
    const head = await log.decide(ID, 2, [], (missed) => {
      expect(missed).toBeNull();
      return { entries: [entry(3)], claims: [], projection: null };
    });
    expect(head).toBe(3);
    expect(await append(4)).toBe(4);
    expect(await stored()).toEqual([1, 2, 3, 4]);
  });

  it("keeps what the database can't take over, and brings it when it can", async () => {
    fails = new Error("The disk is full.");
    await append(1);
    await expect(log.load(ID)).rejects.toThrow("The disk is full.");
    expect(log.isStuck).toBe(true);
    await append(2);
    fails = null;
    expect(await stored()).toEqual([1, 2]);
    expect(log.isStuck).toBe(false);
  });

  it("takes nothing while the database says that it can store nothing", async () => {
    obstacle = "The disk is nearly full.";
    await expect(append(1)).rejects.toThrow(obstacle);
    obstacle = null;
    expect(await append(1)).toBe(1);
    expect(await stored()).toEqual([1]);
  });

  it("passes a document's claims on", async () => {
    await log.append({ documentId: ID, entries: [entry(1)], claims: [{ client: 7, userId: "u1" }] });
    expect((await log.load(ID)).claims).toEqual([{ client: 7, userId: "u1" }]);
  });

  it("leaves to the next start what the database can't take over when it is closed", async () => {
    await append(1, 2);
    fails = new Error("The disk is full.");
    await log.close();
    fails = null;
    log = await open();
    expect(await stored()).toEqual([1, 2]);
  });

  it("brings all into the database when it is closed", async () => {
    await append(1);
    await log.append({ documentId: "c/text", entries: [entry(9)], claims: [] });
    await log.close();
    expect([database.head(ID), database.head("c/text")]).toEqual([1, 1]);
    expect((await Journal.open(folder)).left.records).toEqual([]);
  });
});
