/** A small disk of the tests' own, in memory, to be filled up. Mounting one needs root on Linux. */

import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MISSING = "Tests on a full disk are left out: they mount a small one, which needs root on Linux.";

export interface SmallDisk {
  path: string;
  /** Fills it up but for this many bytes, as another program may, also while others write to it. */
  fill(left: number): void;
  /** Gives that room back. */
  free(): void;
  remove(): void;
}

/** For `describe.skipIf(!hasSmallDisks())`: throws in CI, where it has to work. */
export function hasSmallDisks(): boolean {
  try {
    mountSmallDisk(1).remove();
    return true;
  } catch (error) {
    if (process.env.CI) throw new Error(`${MISSING} In CI they must run.`, { cause: error });
    process.stderr.write(`${MISSING}\n`);
    return false;
  }
}

export function mountSmallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), "glossa-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=700`, "tmpfs", path], { stdio: "pipe" });
  const ballast = join(path, "ballast");
  const remove = (): void => {
    process.off("exit", remove);
    // Lazily: what was killed a moment ago may have files open.
    execFileSync("umount", ["-l", path], { stdio: "pipe" });
    rmSync(path, { recursive: true, force: true });
  };
  process.once("exit", remove);
  return {
    path,
    fill(left) {
      const { bavail, bsize } = statfsSync(path);
      writeUpTo(ballast, left === 0 ? Number.POSITIVE_INFINITY : bavail * bsize - left);
    },
    free: () => rmSync(ballast),
    remove,
  };
}

/** In ever smaller pieces as the room ends, so that the last page is taken too. */
function writeUpTo(file: string, bytes: number): void {
  const descriptor = openSync(file, "a");
  let left = bytes;
  for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 2)) {
    const piece = Buffer.alloc(size);
    while (left >= size && write(descriptor, piece)) left -= size;
  }
  closeSync(descriptor);
}

function write(descriptor: number, piece: Buffer): boolean {
  try {
    return writeSync(descriptor, piece) === piece.length;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") return false;
    throw error;
  }
}
