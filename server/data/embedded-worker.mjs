// PGlite in a thread of its own: on the main thread a 1 MB write holds the event loop for 0.3 s. Plain JavaScript,
// because a worker does not inherit the TypeScript loader of the process.
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

/** More than the one that is used (database.ts says why it is one): closing ones linger for a moment. */
const MAX_CONNECTIONS = 5;

let db;
let server;

parentPort.on("message", async (message) => {
  if (message !== "close") return;
  await server?.stop();
  await db?.close();
  parentPort.postMessage({ closed: true });
  parentPort.close();
});

try {
  db = await PGlite.create(workerData.directory);
  server = new PGLiteSocketServer({ db, path: workerData.socketPath, maxConnections: MAX_CONNECTIONS });
  await server.start();
  parentPort.postMessage({ ready: true });
} catch (error) {
  parentPort.postMessage({ failed: error instanceof Error ? error.message : String(error) });
}
