// PGlite in a thread of its own: on the main thread a 1 MB write holds the event loop for 0.3 s. Plain JavaScript,
// because a worker does not inherit the TypeScript loader of the process.
//
// The driver's connection is a message port. Its messages are gathered until they end a round trip and handed over in
// one call, which halves what a statement costs.
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";

/** Bytes before a message's payload: its kind and its length, which counts itself. */
const HEADER = 5;

/**
 * PGlite's own 128 MB are taken at the start and never given back. What is not in ours is in the system's memory of files,
 * where reading it costs hardly more.
 */
const SETTINGS = ["-c", "shared_buffers=32MB"];

/** Kinds of messages that the server answers with "ready for the next": Query, Sync, and the ends of a copy. */
const ENDS = new Set([..."QScf"].map((kind) => kind.charCodeAt(0)));
const TERMINATE = "X".charCodeAt(0);
const ERROR_RESPONSE = "E".charCodeAt(0);
const READY_FOR_QUERY = "Z".charCodeAt(0);

/** @type {PGlite | null} */
let db = null;
/** @type {import("node:worker_threads").MessagePort | null} */
let connection = null;

/** What is done, one after the other. */
let turn = Promise.resolve();

/** @param {() => Promise<void>} work */
function inTurn(work) {
  turn = turn.then(work);
}

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
async function serve(port) {
  connection?.close();
  connection = port;
  for (const sql of ["ROLLBACK", "DISCARD ALL"]) await execute(queryMessage(sql));
  let waiting = Buffer.alloc(0);
  let isStarted = false;
  port.on("message", (/** @type {Uint8Array} */ chunk) => {
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
    const messages = waiting.subarray(0, end);
    waiting = waiting.subarray(end);
    inTurn(() => answer(port, messages));
  });
}

/**
 * @param {import("node:worker_threads").MessagePort} port
 * @param {Uint8Array} messages
 */
async function answer(port, messages) {
  if (port !== connection) return;
  const reply = await execute(messages);
  const broken = brokenBy(reply);
  port.postMessage(reply, [reply.buffer]);
  if (broken) fail(broken);
}

/**
 * Not by `execProtocolRawSync`, which keeps all that it ever answered, taken apart, for a query that never ends.
 * @param {Uint8Array} messages
 * @returns {Promise<Uint8Array>} to be given away
 */
async function execute(messages) {
  /** @type {Uint8Array[]} */
  const parts = [];
  try {
    // They look into the database's own memory.
    const onRawData = (/** @type {Uint8Array} */ bytes) => void parts.push(bytes.slice());
    await db.execProtocolRawStream(messages, { syncToFs: false, onRawData });
  } catch (error) {
    fail(String(error));
  }
  const reply = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    reply.set(part, at);
    at += part.length;
  }
  return reply;
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

async function close() {
  connection?.close();
  await db?.close();
  parentPort.close();
}

parentPort.on("message", ({ connect }) => inTurn(connect ? () => serve(connect) : close));

try {
  db = await PGlite.create(workerData.directory, { startParams: [...PGlite.defaultStartParams, ...SETTINGS] });
  parentPort.postMessage({ ready: true });
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
