// Brings a checkout to where it can run: packages, generated code, build. Each is done only when it is missing or stale.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { tryHold, whenFree } from "./exclusive.mjs";
import { fingerprint, isMarked, mark, unmark } from "./fingerprint.mjs";
import { inRoot, ROOT } from "./paths.mjs";
import { progress, runStep } from "./run-step.mjs";

/** What `next build` reads. Of server/ app code imports this file and types alone. */
const BUILD_SOURCES = [
  "app",
  "components",
  "domain",
  "public",
  "server/gateway.ts",
  "next.config.js",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
  "package-lock.json",
];

/** There while packages are being installed. */
const INSTALLING = "node_modules/.glossa-installing";

const BUILDS = ".next/builds";
/** Enough that a server which was updated a few times without a restart still has its own. */
const BUILDS_KEPT = 4;

/**
 * @typedef {object} Step
 * @property {string} marker Holds `value()` when the step is done.
 * @property {() => string} value
 * @property {() => boolean} [isDoneByHand]
 * @property {() => void} [before]
 * @property {() => void} [after]
 * @property {Omit<Parameters<typeof runStep>[0], "descriptor">} run
 */

/** @type {Step} */
const install = {
  marker: "node_modules/.glossa-installed",
  value: () => fingerprint(["package-lock.json"], [process.platform, process.arch]),
  isDoneByHand: isInstalled,
  run: {
    doing: "Installing packages",
    hint: "about a minute the first time",
    failed: "The packages could not be installed. Check that this machine reaches the npm registry, then start again.",
    // Not `ci`: it refuses a lock file that lacks optional packages of platforms other than the one it was made on.
    // Without install scripts: none of our packages needs its own, and one of them would download from elsewhere.
    command: [...npm(), "install", "--no-save", "--include=dev", "--ignore-scripts", "--loglevel=error"],
  },
  before: discardHalfInstalled,
  after: () => unmark(INSTALLING),
};

/** @type {Step} */
const generate = {
  marker: "server/data/generated/.glossa-generated",
  value: () => fingerprint(["prisma/schema.prisma", "node_modules/prisma/package.json"]),
  run: {
    doing: "Generating the database client",
    hint: "some seconds",
    failed: "The database client could not be generated from prisma/schema.prisma. The reason is below.",
    command: [process.execPath, "node_modules/prisma/build/index.js", "generate"],
    // Generating doesn't use the native engine, but looks for one, and would download it.
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" },
  },
};

/**
 * Each state of the sources is built into a folder of its own: a server that runs on an older one keeps its files, and
 * half a build is never served.
 * @returns {Step & { folder: string }}
 */
function build() {
  const key = fingerprint(BUILD_SOURCES);
  const folder = `${BUILDS}/${key.slice(0, 16)}`;
  return {
    folder,
    marker: `${folder}/glossa-build`,
    value: () => key,
    run: {
      doing: "Building the pages",
      hint: "about half a minute",
      failed: "The pages could not be built. The reason is below.",
      command: [process.execPath, "node_modules/next/dist/bin/next", "build"],
      env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", GLOSSA_BUILD_DIR: folder },
    },
  };
}

/**
 * Does what is missing or stale; two launches at once on one checkout take turns. With a build, GLOSSA_BUILD_DIR says
 * from then on where it lies, which next.config.js reads.
 * @param {{ withBuild: boolean }} what
 * @returns {Promise<void>}
 */
export async function prepare({ withBuild }) {
  const pages = withBuild ? build() : null;
  const steps = pages ? [install, generate, pages] : [install, generate];
  if (!steps.every(isDone)) {
    const lock = await holdCheckout();
    try {
      for (const step of steps) if (!isDone(step)) await carryOut(step, lock.descriptor);
    } finally {
      await lock.release();
    }
  }
  if (!pages) return;
  process.env.GLOSSA_BUILD_DIR = pages.folder;
  keepAndPrune(pages.folder);
}

/**
 * @param {Step} step
 * @param {number | null} descriptor
 */
async function carryOut(step, descriptor) {
  const value = step.value();
  unmark(step.marker);
  step.before?.();
  await runStep({ ...step.run, descriptor });
  step.after?.();
  mark(step.marker, value);
}

/**
 * A build counts as used when a server starts on it; the ones used longest ago go.
 * @param {string} folder
 */
function keepAndPrune(folder) {
  const now = new Date();
  utimesSync(inRoot(folder), now, now);
  const byUse = readdirSync(inRoot(BUILDS))
    .map((name) => ({ path: inRoot(`${BUILDS}/${name}`), usedAt: statSync(inRoot(`${BUILDS}/${name}`)).mtimeMs }))
    .sort((one, other) => other.usedAt - one.usedAt);
  for (const { path } of byUse.slice(BUILDS_KEPT)) rmSync(path, { recursive: true, force: true });
}

/**
 * @param {Step} step
 * @returns {boolean}
 */
function isDone(step) {
  if (isMarked(step.marker, step.value())) return true;
  if (!step.isDoneByHand?.()) return false;
  mark(step.marker, step.value());
  return true;
}

async function holdCheckout() {
  for (let hasSaid = false; ; hasSaid = true) {
    const lock = await tryHold(`prepare:${ROOT}`);
    if (lock) return lock;
    if (!hasSaid) progress("Waiting for another start that prepares this checkout …");
    await whenFree(`prepare:${ROOT}`);
  }
}

/**
 * npm as the one that runs this script, or the one on the path.
 * @returns {string[]}
 */
function npm() {
  const path = process.env.npm_execpath;
  return path && existsSync(path) && /npm-cli\.c?js$/.test(path) ? [process.execPath, path] : ["npm"];
}

/** An install that was killed leaves packages with some of their files, which npm takes for whole. */
function discardHalfInstalled() {
  if (existsSync(inRoot(INSTALLING))) rmSync(inRoot("node_modules"), { recursive: true, force: true });
  mark(INSTALLING, "");
}

/**
 * npm keeps beside the packages what it installed, and writes it last. When that agrees with the lock file (somebody ran
 * npm by hand), nothing needs to be thrown away and fetched again.
 * @returns {boolean}
 */
function isInstalled() {
  if (existsSync(inRoot(INSTALLING))) return false;
  const installedFile = inRoot("node_modules/.package-lock.json");
  if (!existsSync(installedFile)) return false;
  const installed = JSON.parse(readFileSync(installedFile, "utf8")).packages;
  const wanted = Object.entries(JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8")).packages);
  return wanted.every(([path, { version, optional, devOptional, link }]) => {
    if (path === "" || link) return true;
    const found = installed[path];
    return found ? found.version === version && existsSync(inRoot(path)) : Boolean(optional || devOptional);
  });
}
