/** Whether the disk has room for the embedded database to go on. */

import { statfs } from "node:fs/promises";

/**
 * Bytes that have to be free. PGlite stops with a PANIC when it can't make the next piece of its write-ahead log, of
 * 16 MB; three of them leave time to see it coming. A disk that was too full needs a little more, or each commit would
 * bring it back.
 */
const RESERVE = 48 * 1024 * 1024;
const RECOVERED = 64 * 1024 * 1024;

/** `wasFull`: what it said before. */
export async function isDiskFull(directory: string, wasFull: boolean): Promise<boolean> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize < (wasFull ? RECOVERED : RESERVE);
}
