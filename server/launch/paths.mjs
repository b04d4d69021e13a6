// Where the checkout is, and where the command was typed.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/**
 * npm changes into the checkout before it runs a script, and says in INIT_CWD where it was typed. A process that such a
 * script starts elsewhere inherits INIT_CWD, but then it is not about that process.
 * @returns {string}
 */
export function typedIn() {
  const { INIT_CWD, npm_lifecycle_event: script } = process.env;
  return script && INIT_CWD && process.cwd() === ROOT ? INIT_CWD : process.cwd();
}

/**
 * @param {string} file
 * @returns {string}
 */
export function inRoot(file) {
  return resolve(ROOT, file);
}
