// A name that one process on this machine can hold at a time. On Linux it is a socket in the abstract namespace: taking it
// is atomic, and it vanishes with the process however that ends, so no stale lock is ever met. Elsewhere it is a socket
// file, and a file that nobody answers on is stale. Plain JavaScript: it runs before anything is installed.
import { createHash } from "node:crypto";
import { existsSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

/**
 * The path with its symbolic links followed as far as it exists, so that two ways to one folder give one name.
 * @param {string} path
 * @returns {string}
 */
export function canonicalPath(path) {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(canonicalPath(parent), basename(path));
}

/**
 * @param {string} name
 * @returns {string}
 */
function addressOf(name) {
  const key = `glossa-${createHash("sha256").update(name).digest("hex").slice(0, 32)}`;
  return process.platform === "linux" ? `\0${key}` : join(tmpdir(), `${key}.lock`);
}

/**
 * @typedef {object} Holding
 * @property {number | null} descriptor A child process that inherits it keeps holding the name until it has ended too.
 * @property {() => Promise<void>} release
 */

/**
 * Takes the name, or gives null when another process holds it.
 * @param {string} name
 * @returns {Promise<Holding | null>}
 */
export async function tryHold(name) {
  const address = addressOf(name);
  const taken = await listenOn(address);
  if (taken || address.startsWith("\0")) return taken;
  if (await isAnswered(address)) return null;
  rmSync(address, { force: true });
  return listenOn(address);
}

/**
 * Resolves when the process that holds the name lets go of it or ends; at once when nobody holds it.
 * @param {string} name
 * @returns {Promise<void>}
 */
export function whenFree(name) {
  return new Promise((resolve) => {
    const socket = connect(addressOf(name));
    socket.on("error", () => {});
    socket.on("close", () => resolve());
    socket.resume();
  });
}

/**
 * @param {string} address
 * @returns {Promise<Holding | null>}
 */
function listenOn(address) {
  return new Promise((resolve, reject) => {
    /** @type {Set<import("node:net").Socket>} */
    const waiting = new Set();
    const server = createServer((socket) => {
      waiting.add(socket);
      socket.unref();
      socket.on("error", () => {});
      socket.on("close", () => waiting.delete(socket));
      socket.resume();
    });
    server.once("error", (error) => {
      if ("code" in error && error.code === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    server.listen(address, () => {
      server.unref();
      resolve({ descriptor: descriptorOf(server), release: () => release(server, waiting) });
    });
  });
}

/**
 * @param {import("node:net").Server} server
 * @param {Set<import("node:net").Socket>} waiting
 * @returns {Promise<void>}
 */
function release(server, waiting) {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of waiting) socket.destroy();
  });
}

/**
 * Node offers no public way to a listening socket's descriptor; without it a killed start may leave its install running
 * unseen, nothing worse.
 * @param {import("node:net").Server} server
 * @returns {number | null}
 */
function descriptorOf(server) {
  const handle = Reflect.get(server, "_handle");
  const fd = handle && typeof handle === "object" ? Reflect.get(handle, "fd") : null;
  return typeof fd === "number" && fd >= 0 ? fd : null;
}

/**
 * @param {string} address
 * @returns {Promise<boolean>}
 */
function isAnswered(address) {
  return new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
