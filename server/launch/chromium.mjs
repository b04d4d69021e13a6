// The browser that the tests drive: Debian's, because Playwright's own is a download that many networks don't let through.
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const ELSEWHERE = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/snap/bin/chromium"];

export const CHROMIUM_MISSING =
  "The browser tests need Chromium: install it (on Debian: apt-get install chromium), or set CHROMIUM_PATH to one.";

/**
 * @returns {string | null}
 */
export function findChromium() {
  const { CHROMIUM_PATH, PATH = "" } = process.env;
  const found = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [CHROMIUM_PATH ?? "", ...found, ...ELSEWHERE].find(isProgram) ?? null;
}

/**
 * @param {string} path
 * @returns {boolean}
 */
function isProgram(path) {
  if (!path || !existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
