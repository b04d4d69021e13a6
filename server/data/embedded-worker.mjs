// PGlite in a thread of its own: on the main thread a 1 MB write holds the event loop for 0.3 s. Plain JavaScript,
// because a worker does not inherit the TypeScript loader of the process.
//
// The driver's connection is a message port. Its messages are gathered until they end a round trip and handed over in
// one call, which halves what a statement costs.
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";

/** Bytes before a message's payload: its kind and its length, which counts itself. */
const HEADER = 5;

/** Kinds of messages that the server answers with "ready for the next": Query, Sync, and the ends of a copy. */
const ENDS = new Set([..."QScf"].map((kind) => kind.charCodeAt(0)));
const TERMINATE = "X".charCodeAt(0);
const ERROR_RESPONSE = "E".charCodeAt(0);
const READY_FOR_QUERY = "Z".charCodeAt(0);

/** @type {PGlite | null} */
let db = null;
/** @type {import("node:worker_threads").MessagePort | null} */
let connection = null;

/** @param {string} sql */
function queryMessage(sql) {
  const message = Buffer.alloc(HEADER + Buffer.byteLength(sql) + 1);
  message.write("Q");
  message.writeInt32BE(message.length - 1, 1);
  message.write(sql, HEADER);
  return message;
}

/**
 * The database has one session: what the last connection left open or prepared in it would be the next one's.
 * @param {import("node:worker_threads").MessagePort} port
 */
function serve(port) {
  connection?.close();
  connection = port;
  for (const sql of ["ROLLBACK", "DISCARD ALL"]) execute(queryMessage(sql));
  let waiting = Buffer.alloc(0);
  let isStarted = false;
  port.on("message", (/** @type {Uint8Array} */ chunk) => {
    if (port !== connection) return;
    waiting = waiting.length === 0 ? Buffer.from(chunk.buffer) : Buffer.concat([waiting, chunk]);
    let end = 0;
    for (let at = 0; at + HEADER <= waiting.length; ) {
      // The first message, which opens the session, has no kind.
      const kind = isStarted ? waiting[at] : 0;
      const next = at + (isStarted ? 1 + waiting.readInt32BE(at + 1) : waiting.readInt32BE(at));
      if (next > waiting.length) break;
      if (kind === TERMINATE) return port.close();
      if (!isStarted || ENDS.has(kind)) end = next;
      isStarted = true;
      at = next;
    }
    if (end === 0) return;
    const reply = execute(waiting.subarray(0, end));
    waiting = waiting.subarray(end);
    const broken = brokenBy(reply);
    port.postMessage(reply, [reply.buffer]);
    if (broken) fail(broken);
  });
}

/** @param {Uint8Array} messages */
function execute(messages) {
  try {
    // A copy, to be given away: PGlite may keep what it returns.
    return db.execProtocolRawSync(messages).slice();
  } catch (error) {
    fail(String(error));
    return new Uint8Array(0);
  }
}

/**
 * Why PGlite can't go on after this reply; null: it can. After a PANIC it keeps locks that nobody releases, and the next
 * statement never ends; after a FATAL its one session is over; an error of its own, such as too deep a recursion, leaves
 * the reply unfinished.
 * @param {Uint8Array} reply
 */
function brokenBy(reply) {
  const bytes = Buffer.from(reply.buffer);
  let kind = 0;
  for (let at = 0; at + HEADER <= bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
    kind = bytes[at];
    if (kind !== ERROR_RESPONSE) continue;
    const fields = bytes.toString("utf8", at + HEADER, at + 1 + bytes.readInt32BE(at + 1)).split("\0");
    if (fields.includes("VPANIC") || fields.includes("VFATAL")) {
      return fields.find((field) => field.startsWith("M"))?.slice(1) ?? "an error without words";
    }
  }
  return kind === READY_FOR_QUERY ? null : "a statement was left without an answer";
}

/** @param {string} reason */
function fail(reason) {
  connection = null;
  parentPort.postMessage({ failed: reason });
  parentPort.close();
}

parentPort.on("message", async (message) => {
  if (message.connect) return serve(message.connect);
  connection?.close();
  await db?.close();
  parentPort.close();
});

try {
  db = await PGlite.create(workerData.directory);
  parentPort.postMessage({ ready: true });
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
