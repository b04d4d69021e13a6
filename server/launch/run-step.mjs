// A program that a launch needs to have run: with progress while it takes its time, and its last lines when it fails.
import { spawn } from "node:child_process";
import { ROOT } from "./paths.mjs";

/** How often a long step says that it is still at it. */
const STILL_MS = 20_000;
/** Lines of a failed step's output that are shown. */
const TAIL_LINES = 25;

/** The launch can't go on; the message is a sentence for the person, `tail` what the failed program wrote last. */
export class LaunchError extends Error {
  /**
   * @param {string} sentence
   * @param {string} [tail]
   */
  constructor(sentence, tail = "") {
    super(sentence);
    this.name = "LaunchError";
    this.tail = tail;
  }
}

/**
 * Progress goes to standard error: standard output belongs to what was asked for, such as a token.
 * @param {string} line
 */
export function progress(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs one program to its end; throws {@link LaunchError} when it fails.
 * @param {object} step
 * @param {string} step.doing What is said while it runs, such as "Installing packages".
 * @param {string} step.hint How long it takes, for who waits.
 * @param {string} step.failed The sentence when it fails, with what to do.
 * @param {string[]} step.command Program and arguments.
 * @param {Record<string, string>} [step.env]
 * @param {number | null} [step.descriptor] Inherited by the program, see exclusive.mjs.
 * @returns {Promise<void>}
 */
export async function runStep({ doing, hint, failed, command, env = {}, descriptor = null }) {
  const began = Date.now();
  progress(`${doing} (${hint}) …`);
  const still = setInterval(() => progress(`${doing}: still at it after ${seconds(began)} s …`), STILL_MS);
  const { code, output } = await runQuietly(command, env, descriptor).finally(() => clearInterval(still));
  if (code !== 0) throw new LaunchError(failed, output.split("\n").slice(-TAIL_LINES).join("\n"));
  progress(`${doing}: done in ${seconds(began)} s.`);
}

/**
 * @param {number} since
 */
function seconds(since) {
  return Math.max(1, Math.round((Date.now() - since) / 1000));
}

/**
 * @param {string[]} command
 * @param {Record<string, string>} env
 * @param {number | null} descriptor
 * @returns {Promise<{code: number, output: string}>}
 */
function runQuietly([program = "", ...args], env, descriptor) {
  return new Promise((resolve) => {
    // A group of its own, so that ending it ends what it started too.
    const child = spawn(program, args, {
      cwd: ROOT,
      detached: process.platform !== "win32",
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe", descriptor ?? "ignore"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk) => {
        output = (output + chunk).slice(-64_000);
      });
    }
    const forget = endWith(child);
    child.on("error", (error) => {
      forget();
      resolve({ code: 1, output: error.message });
    });
    child.on("close", (code) => {
      forget();
      resolve({ code: code ?? 1, output: output.trimEnd() });
    });
  });
}

/** Exit codes by which a shell says that a signal ended a program. */
const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/**
 * While the child runs, a signal to this process ends both.
 * @param {import("node:child_process").ChildProcess} child
 * @returns {() => void} Stops that.
 */
export function endWith(child) {
  const listeners = Object.entries(SIGNAL_CODES).map(([signal, code]) => {
    const listener = () => {
      endGroup(child);
      process.exit(code);
    };
    process.on(signal, listener);
    return () => void process.off(signal, listener);
  });
  return () => {
    for (const forget of listeners) forget();
  };
}

/**
 * @param {import("node:child_process").ChildProcess} child
 */
function endGroup(child) {
  if (!child.pid) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGTERM");
  } catch {
    // It has just ended by itself.
  }
}
