/** A small disk of the tests' own, in memory, to be filled up. Mounting one needs root on Linux. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MISSING = "Tests on a full disk are left out: they mount a small one, which needs root on Linux.";

export interface SmallDisk {
  path: string;
  /** Fills it up but for this many bytes, as another program may. */
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
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - left)));
    },
    free: () => rmSync(ballast),
    remove,
  };
}
