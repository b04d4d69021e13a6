/**
 * Numbered files in a folder, to which records are appended: a record is kept, as far as a killed process goes, as soon
 * as `append` settles. Records that arrive during a write share the next one.
 */

import { writevSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { decodeRecords, encodeRecord, JournalDamaged, type JournalRecord } from "./record.ts";

/** What is written without leaving the thread, in bytes. */
const AT_ONCE_MAX_BYTES = 64 * 1024;

/** A disk that keeps the process waiting for longer than this, in milliseconds … */
const SLOW = 20;

/** … is written to from another thread for so long, in milliseconds. */
const CAREFUL_FOR = 10_000;

interface Waiting {
  records: JournalRecord[];
  parts: Uint8Array[];
  resolve(): void;
  reject(error: unknown): void;
}

/** Records that were kept up to a moment, and what to do when they are stored elsewhere. */
export interface Page {
  records: JournalRecord[];
  /** Removes the files that hold them. */
  remove(): Promise<void>;
}

const NAME = /^(\d{10})\.journal$/;

const fileName = (number: number): string => `${String(number).padStart(10, "0")}.journal`;

export class Journal {
  private readonly folder: string;
  private number: number;
  private file: FileHandle | null = null;
  /** Bytes of the file that hold whole records. */
  private size = 0;
  private waiting: Waiting[] = [];
  private turning: { resolve(page: Page): void; reject(error: unknown): void }[] = [];
  private isWriting = false;
  /** When the disk is trusted again, in milliseconds of `performance.now`. */
  private carefulUntil = 0;
  /** Kept since the last page was turned. */
  private kept: JournalRecord[] = [];

  /** Opens the folder; gives what is in it, in the order in which it was written. Throws {@link JournalDamaged}. */
  static async open(folder: string): Promise<{ journal: Journal; left: Page }> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const records: JournalRecord[] = [];
    const numbers = await numbersIn(folder);
    for (const number of numbers) {
      const path = join(folder, fileName(number));
      try {
        records.push(...decodeRecords(await readFile(path)));
      } catch (error) {
        if (!(error instanceof JournalDamaged)) throw error;
        throw new JournalDamaged(`The file ${path} is damaged ${error.message}.`);
      }
    }
    const last = numbers.at(-1) ?? 0;
    const journal = new Journal(folder, last + 1);
    return { journal, left: { records, remove: () => journal.removeUpTo(last) } };
  }

  private constructor(folder: string, number: number) {
    this.folder = folder;
    this.number = number;
  }

  /**
   * Gives a promise where the records are not kept at once; it rejects when they can't be written, and none of them is
   * kept then.
   */
  append(records: JournalRecord[]): Promise<void> | undefined {
    const parts = records.map(encodeRecord);
    if (this.wroteAtOnce(parts)) {
      this.kept.push(...records);
      return undefined;
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ records, parts, resolve, reject });
      if (!this.isWriting) void this.write();
    });
  }

  /** Later records go into a new file; gives those before it that no earlier page had. */
  turnPage(): Promise<Page> {
    return new Promise((resolve, reject) => {
      this.turning.push({ resolve, reject });
      if (!this.isWriting) void this.write();
    });
  }

  /**
   * A small write into the system's cache is over in a tenth of the time that it takes to ask another thread for it. What
   * does not succeed is left to the other way, which begins at the same place of the file.
   */
  private wroteAtOnce(parts: readonly Uint8Array[]): boolean {
    const length = lengthOf(parts);
    const began = performance.now();
    if (this.isWriting || !this.file || length > AT_ONCE_MAX_BYTES || began < this.carefulUntil) return false;
    try {
      if (writevSync(this.file.fd, parts, this.size) !== length) return false;
    } catch {
      return false;
    }
    this.size += length;
    const now = performance.now();
    if (now - began > SLOW) this.carefulUntil = now + CAREFUL_FOR;
    return true;
  }

  private async write(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length + this.turning.length > 0) {
      const batch = this.waiting.splice(0);
      try {
        if (batch.length > 0) await this.writeBytes(batch.flatMap(({ parts }) => parts));
        this.kept.push(...batch.flatMap(({ records }) => records));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      for (const { resolve, reject } of this.turning.splice(0)) await this.turn().then(resolve, reject);
    }
    this.isWriting = false;
  }

  private async turn(): Promise<Page> {
    const last = this.number++;
    await this.endFile();
    return { records: this.kept.splice(0), remove: () => this.removeUpTo(last) };
  }

  private async endFile(): Promise<void> {
    const { file } = this;
    this.file = null;
    await file?.close();
  }

  private async writeBytes(parts: Uint8Array[]): Promise<void> {
    this.file ??= await this.begin();
    const { file, size } = this;
    const length = lengthOf(parts);
    try {
      const { bytesWritten } = await file.writev(parts, size);
      if (bytesWritten !== length) throw new Error(`Only ${bytesWritten} of ${length} bytes were written; disk full?`);
    } catch (error) {
      await this.dropTail(file, size);
      throw error;
    }
    this.size = size + length;
  }

  /** Half a record would hide those after it; where it can't be cut off, they go into another file. */
  private async dropTail(file: FileHandle, size: number): Promise<void> {
    try {
      await file.truncate(size);
    } catch {
      this.number += 1;
      await this.endFile();
    }
  }

  private async begin(): Promise<FileHandle> {
    this.size = 0;
    return open(join(this.folder, fileName(this.number)), "w", 0o600);
  }

  private async removeUpTo(last: number): Promise<void> {
    for (const number of await numbersIn(this.folder)) {
      if (number <= last) await rm(join(this.folder, fileName(number)), { force: true });
    }
  }

  /** To be called when nothing is appended any more. */
  close(): Promise<void> {
    return this.endFile();
  }
}

const lengthOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, part) => sum + part.length, 0);

async function numbersIn(folder: string): Promise<number[]> {
  const numbers = (await readdir(folder)).flatMap((name) => {
    const number = NAME.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  return numbers.sort((one, other) => one - other);
}
