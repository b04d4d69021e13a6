// npm killed with -9 can't pass the signal on; without this the server would stay, unseen, and hold the port.
import { readFileSync } from "node:fs";

const LOOK_EVERY_MS = 250;

/** Ends this process as SIGTERM does when the npm that started it is gone. Does nothing for one not started by npm. */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  // npm starts scripts by a shell, which outlives it.
  const npm = isShell(shell) ? parentOf(shell) : null;
  const timer = setInterval(() => {
    const isGone = process.ppid !== shell || (npm !== null && parentOf(shell) !== npm);
    if (!isGone) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, LOOK_EVERY_MS);
  timer.unref();
}

/**
 * @param {number} pid
 * @returns {boolean} False also where there is no /proc.
 */
function isShell(pid) {
  return /^(ba|da|z|k|a)?sh$/.test(read(`/proc/${pid}/comm`).trim());
}

/**
 * @param {number} pid
 * @returns {number | null}
 */
function parentOf(pid) {
  const found = /^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`));
  return found ? Number(found[1]) : null;
}

/**
 * @param {string} path
 * @returns {string}
 */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
