// Whether what was made from the sources is still what they say: by content, so a fresh clone or a changed clock is no news.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inRoot } from "./paths.mjs";

/**
 * A hash over files and folders of the checkout; what doesn't exist counts as empty. Unit tests are left out.
 * @param {string[]} names
 * @param {string[]} [extra] Other things that the result depends on.
 * @returns {string}
 */
export function fingerprint(names, extra = []) {
  const hash = createHash("sha256").update(JSON.stringify(extra));
  for (const name of names) addTo(hash, name);
  return hash.digest("hex");
}

/**
 * @param {import("node:crypto").Hash} hash
 * @param {string} name
 */
function addTo(hash, name) {
  const path = inRoot(name);
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    const bytes = readFileSync(path);
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
    return;
  }
  for (const entry of readdirSync(path).sort()) if (!entry.includes(".test.")) addTo(hash, join(name, entry));
}

/**
 * @param {string} marker
 * @param {string} value
 * @returns {boolean}
 */
export function isMarked(marker, value) {
  const path = inRoot(marker);
  return existsSync(path) && readFileSync(path, "utf8") === value;
}

/**
 * @param {string} marker
 * @param {string} value
 */
export function mark(marker, value) {
  mkdirSync(dirname(inRoot(marker)), { recursive: true });
  writeFileSync(inRoot(marker), value);
}

/**
 * Before the work begins, so that half of it never counts as done.
 * @param {string} marker
 */
export function unmark(marker) {
  rmSync(inRoot(marker), { force: true });
}
