import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { temporaryFolder } from "../../../tests/support/server.ts";
import { Journal } from "./journal.ts";
import { encodeRecord, JournalDamaged, type JournalRecord } from "./record.ts";

const record = (seq: number, more: Partial<JournalRecord> = {}): JournalRecord => ({
  documentId: "b/text",
  seq,
  bytes: new Uint8Array([seq, 0, 255]),
  userId: "u1",
  at: 1_800_000_000_000 + seq,
  claims: [],
  ...more,
});

async function leftIn(folder: string): Promise<number[]> {
  const { journal, left } = await Journal.open(folder);
  await journal.close();
  return left.records.map(({ seq }) => seq);
}

const onlyFile = (folder: string): string => join(folder, readdirSync(folder)[0] ?? "");

describe("the journal", () => {
  it("gives back what was appended, in order, with all that belongs to it", async () => {
    const folder = temporaryFolder();
    const { journal, left } = await Journal.open(folder);
    expect(left.records).toEqual([]);
    const all = [
      record(1, { claims: [{ client: 4_294_967_295, userId: "u1" }] }),
      record(2, { userId: null, bytes: new Uint8Array(100_000).fill(7) }),
      record(1, { documentId: "c/text" }),
    ];
    await Promise.all(all.map((each) => journal.append([each])));
    // Not closed: as after a kill.
    const again = await Journal.open(folder);
    expect(again.left.records).toEqual(all);
    await again.left.remove();
    expect(readdirSync(folder)).toEqual([]);
    await journal.close();
  });

  it("writes small records at once when it has a file, and large ones from another thread", async () => {
    const folder = temporaryFolder();
    const { journal } = await Journal.open(folder);
    await journal.append([record(1)]);
    expect(journal.append([record(2)])).toBeUndefined();
    const large = journal.append([record(3, { bytes: new Uint8Array(100_000) })]);
    expect(large).toBeInstanceOf(Promise);
    // In its order behind the large one.
    await journal.append([record(4)]);
    expect(journal.append([record(5)])).toBeUndefined();
    expect(await leftIn(folder)).toEqual([1, 2, 3, 4, 5]);
    await journal.close();
  });

  it("writes from another thread for a while when the disk has kept it waiting", async () => {
    const now = vi.spyOn(performance, "now");
    onTestFinished(() => now.mockRestore());
    const { journal } = await Journal.open(temporaryFolder());
    await journal.append([record(1)]);
    now.mockReturnValueOnce(1000).mockReturnValueOnce(1021);
    expect(journal.append([record(2)])).toBeUndefined();
    now.mockReturnValueOnce(11_020);
    await expect(journal.append([record(3)])).resolves.toBeUndefined();
    now.mockReturnValue(11_022);
    expect(journal.append([record(4)])).toBeUndefined();
    expect((await journal.turnPage()).records.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    await journal.close();
  });

  it("turns a page: what came before can be removed, what comes later stays", async () => {
    const folder = temporaryFolder();
    const { journal } = await Journal.open(folder);
    const early = journal.append([record(1)]);
    const turned = journal.turnPage();
    const late = journal.append([record(2)]);
    await Promise.all([early, late]);
    const page = await turned;
    expect(page.records.map(({ seq }) => seq)).toEqual([1]);
    expect(await leftIn(folder)).toEqual([1, 2]);
    await page.remove();
    expect(await leftIn(folder)).toEqual([2]);
    expect((await journal.turnPage()).records.map(({ seq }) => seq)).toEqual([2]);
    await journal.close();
  });

  it("leaves out a last record that a kill cut off, at whichever byte", async () => {
    const whole = Buffer.concat([encodeRecord(record(1)), encodeRecord(record(2))]);
    const first = encodeRecord(record(1)).length;
    for (let length = first; length < whole.length; length++) {
      const folder = temporaryFolder();
      writeFileSync(join(folder, "0000000001.journal"), whole.subarray(0, length));
      expect(await leftIn(folder)).toEqual([1]);
    }
    const folder = temporaryFolder();
    writeFileSync(join(folder, "0000000001.journal"), Buffer.concat([whole, Buffer.alloc(4096)]));
    expect(await leftIn(folder)).toEqual([1, 2]);
  });

  it("says which file is damaged, rather than leaving records out", async () => {
    const folder = temporaryFolder();
    const { journal } = await Journal.open(folder);
    await journal.append([record(1), record(2), record(3)]);
    await journal.close();
    const path = onlyFile(folder);
    const bytes = readFileSync(path);
    const at = encodeRecord(record(1)).length + 12;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await expect(Journal.open(folder)).rejects.toThrow(JournalDamaged);
    await expect(Journal.open(folder)).rejects.toThrow(path);
  });

  it("refuses what it can't write, keeps nothing of it, and goes on in another file", async () => {
    const folder = temporaryFolder();
    const { journal } = await Journal.open(folder);
    // The first file's disk is full, and it can't be cut off either.
    symlinkSync("/dev/full", join(folder, "0000000001.journal"));
    await expect(journal.append([record(1)])).rejects.toThrow(/ENOSPC/);
    await journal.append([record(2)]);
    expect((await journal.turnPage()).records.map(({ seq }) => seq)).toEqual([2]);
    await journal.close();
  });
});
