/** Where the process keeps its sockets: a folder that only this user can enter, with a path short enough for them. */

import { createHash } from "node:crypto";
import { chmod, lstat, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonicalPath } from "./launch/exclusive.mjs";

/** Longest path of a unix socket: 108 bytes on Linux, 104 on macOS, less the closing zero. */
const SOCKET_PATH_MAX = 103;

/** Room for the name of any socket in the folder. */
const LONGEST_NAME = "/control.sock.12345";

/** `DATA_DIR/run`, or a folder for this user in the temporary directory when that path is too long for a socket. */
export function runFolderPath(dataDir: string): string {
  const inside = join(canonicalPath(dataDir), "run");
  if (Buffer.byteLength(inside + LONGEST_NAME) <= SOCKET_PATH_MAX) return inside;
  const key = createHash("sha256").update(canonicalPath(dataDir)).digest("hex").slice(0, 16);
  return join(tmpdir(), `glossa-${process.getuid?.() ?? 0}-${key}`);
}

/** Makes the folder; throws when it is there and belongs to someone else. */
export async function openRunFolder(dataDir: string): Promise<string> {
  const folder = runFolderPath(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  const isOurs = found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid());
  if (!isOurs) throw new Error(`The folder ${folder} belongs to another user.`);
  await chmod(folder, 0o700);
  return folder;
}
