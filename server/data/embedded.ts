/** The embedded database: PGlite in a worker thread behind a unix socket, so that one driver serves both databases. */

import { createHash } from "node:crypto";
import { chmod, mkdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

/** Longest path of a unix socket on Linux is 108 bytes; macOS has 104. */
const SOCKET_PATH_MAX = 100;

export interface EmbeddedServer {
  /** Folder of the unix socket, for `host` of the driver. */
  host: string;
  port: number;
  close(): Promise<void>;
}

/**
 * Starts PGlite on `DATA_DIR/database`. Its socket asks for no password, so it lies in a folder that only this user can
 * enter. Throws when the files can't be opened.
 */
export async function startEmbedded(dataDir: string): Promise<EmbeddedServer> {
  const port = 5432;
  const host = await socketFolder(dataDir);
  const socketPath = join(host, `.s.PGSQL.${port}`);
  await rm(socketPath, { force: true });
  const directory = join(dataDir, "database");
  await mkdir(directory, { recursive: true, mode: 0o700 });

  const worker = new Worker(new URL("./embedded-worker.mjs", import.meta.url), {
    workerData: { directory, socketPath },
    execArgv: [],
  });
  await new Promise<void>((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", (message: { ready?: boolean; failed?: string }) => {
      if (message.ready) resolve();
      else reject(new Error(message.failed ?? "The embedded database did not start."));
    });
  });
  return {
    host,
    port,
    async close() {
      const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
      worker.postMessage("close");
      await exited;
      await rm(socketPath, { force: true });
    },
  };
}

async function socketFolder(dataDir: string): Promise<string> {
  const inside = join(dataDir, "run");
  const fits = Buffer.byteLength(join(inside, ".s.PGSQL.5432")) <= SOCKET_PATH_MAX;
  const name = createHash("sha256")
    .update(await realpath(dataDir))
    .digest("hex")
    .slice(0, 16);
  const folder = fits ? inside : join(tmpdir(), `glossa-${process.getuid?.() ?? 0}-${name}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  return folder;
}
