/** The real program as a child process, with a data directory of its own, for integration and browser tests. */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const OWNER = { email: "owner@example.org", password: "correct horse battery" };

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** The first start on an empty directory takes seconds; a build, where one is missing, a minute. */
const START_LIMIT_MS = 180_000;
const LOOK_EVERY_MS = 25;

export interface ServerOptions {
  /** Added to or, with undefined, taken from what the program gets; by default OWNER is the first account. */
  env?: Record<string, string | undefined>;
  /** One of an earlier server, which has ended. Default: a new one. */
  dataDir?: string;
  /** Files to import, relative to the working directory of the tests. */
  files?: string[];
}

export interface Finished {
  /** Exit code, or null after a signal. */
  code: number | null;
  out: string;
  err: string;
}

export interface TestServer {
  /** Without a slash at the end. */
  url: string;
  dataDir: string;
  pid: number;
  /** All that it wrote so far, standard output and error. */
  output(): string;
  /** SIGKILL; resolves when it has ended. */
  kill(): Promise<void>;
  /** SIGTERM; resolves when it has ended, with its exit code. */
  stop(): Promise<number | null>;
  /** Any signal, without waiting. */
  signal(name: NodeJS.Signals): void;
  /** Resolves when it has ended. */
  ended: Promise<Finished>;
  /** `npm run glossa -- …` on the same data directory. */
  glossa(...words: string[]): Promise<Finished>;
}

const children = new Set<ChildProcess>();
const folders = new Set<string>();
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new folder that is removed when the tests end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "glossa-test-"));
  folders.add(folder);
  return folder;
}

/** Starts the program and waits until it is healthy, so its imports are done; rejects with its output when it ends. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const { program, server } = await launchServer(options);
  await Promise.race([untilHealthy(server.url), endedEarly(program)]);
  return server;
}

/** As `startServer`, but resolves as soon as it says its address: it may still import. */
export async function startServerEarly(options: ServerOptions = {}): Promise<TestServer> {
  return (await launchServer(options)).server;
}

/** For a start that is expected to fail: resolves when the program has ended. */
export function runServer(options: ServerOptions = {}): Promise<Finished> {
  return run("start.mjs", options.files ?? [], environment(options)).ended;
}

async function launchServer(options: ServerOptions): Promise<{ program: Program; server: TestServer }> {
  const dataDir = options.dataDir ?? temporaryFolder();
  const env = environment({ ...options, dataDir });
  const program = run("start.mjs", options.files ?? [], env);
  const url = await Promise.race([untilAddress(program), endedEarly(program)]);
  const server: TestServer = {
    url,
    dataDir,
    pid: program.child.pid ?? 0,
    output: program.output,
    ended: program.ended,
    signal: (name) => void program.child.kill(name),
    async kill() {
      program.child.kill("SIGKILL");
      await program.ended;
    },
    async stop() {
      program.child.kill("SIGTERM");
      return (await program.ended).code;
    },
    glossa: (...words) => run("cli.mjs", words, env).ended,
  };
  return { program, server };
}

/** `npm run glossa -- …` without a server. */
export function runGlossa(words: string[], options: ServerOptions & { input?: string } = {}): Promise<Finished> {
  return run("cli.mjs", words, environment(options), options.input).ended;
}

interface Program {
  child: ChildProcess;
  output(): string;
  ended: Promise<Finished>;
}

function run(script: string, words: string[], env: Record<string, string>, input = ""): Program {
  const path = join(ROOT, "server", "launch", script);
  const child = spawn(process.execPath, [path, ...words], {
    env: { ...env, NODE_ENV: "production" },
    cwd: process.cwd(),
    stdio: "pipe",
  });
  children.add(child);
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  let out = "";
  let err = "";
  let all = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    out += chunk;
    all += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    err += chunk;
    all += chunk;
  });
  const ended = new Promise<Finished>((resolve) => {
    child.on("close", (code) => {
      children.delete(child);
      resolve({ code, out, err });
    });
  });
  return { child, output: () => all, ended };
}

/** Nothing of the machine's own settings but what programs need to run. */
function environment({ env = {}, dataDir }: ServerOptions): Record<string, string> {
  const { PATH, HOME, TMPDIR, TZ } = process.env;
  const all: Record<string, string | undefined> = {
    PATH,
    HOME,
    TMPDIR,
    TZ,
    PORT: "0",
    DATA_DIR: dataDir ?? temporaryFolder(),
    GLOSSA_OWNER_EMAIL: OWNER.email,
    GLOSSA_OWNER_PASSWORD: OWNER.password,
    LOG_LEVEL: "warn",
    // As npm says it: so a server whose tests were killed ends by itself.
    npm_lifecycle_event: "start",
    INIT_CWD: process.cwd(),
    ...env,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function endedEarly(program: Program): Promise<never> {
  const { code } = await program.ended;
  throw new Error(`The server ended with ${code}:\n${program.output()}`);
}

async function untilAddress(program: Program): Promise<string> {
  const until = Date.now() + START_LIMIT_MS;
  while (Date.now() < until) {
    const found = /^Glossa is at (http\S+)$/m.exec(program.output());
    if (found?.[1]) return found[1];
    await delay(LOOK_EVERY_MS);
  }
  throw new Error(`The server said no address:\n${program.output()}`);
}

async function untilHealthy(url: string): Promise<void> {
  const until = Date.now() + START_LIMIT_MS;
  while (Date.now() < until) {
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    if (answer?.status === 200) return;
    await delay(LOOK_EVERY_MS);
  }
  throw new Error(`${url} did not become healthy.`);
}
