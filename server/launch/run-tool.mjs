// A development tool, run from the checkout's packages with its output shown or kept.
import { spawn } from "node:child_process";
import { inRoot, ROOT } from "./paths.mjs";
import { endWith } from "./run-step.mjs";

/**
 * @param {string[]} words A script inside node_modules and its arguments.
 * @param {{ isShown: boolean, env?: Record<string, string> }} options
 * @returns {Promise<{ code: number, output: string }>} Output only when it is not shown.
 */
export function runTool([script = "", ...args], { isShown, env = {} }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [inRoot(`node_modules/${script}`), ...args], {
      cwd: ROOT,
      detached: process.platform !== "win32",
      env: { ...process.env, ...env },
      stdio: isShown ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk) => {
        output += chunk;
      });
    }
    const forget = endWith(child);
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) => {
      forget();
      resolve({ code: code ?? 1, output });
    });
  });
}
