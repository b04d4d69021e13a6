// `npm test`: prepares as `npm start` does, runs every test, and ends with one line that adds them up.
import "./node-version.mjs";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHROMIUM_MISSING, findChromium } from "./chromium.mjs";
import { launch } from "./launch.mjs";
import { ROOT } from "./paths.mjs";
import { prepare } from "./prepare.mjs";
import { progress, runStep } from "./run-step.mjs";
import { runTool } from "./run-tool.mjs";
import { endWithNpm } from "./watch-parent.mjs";

/**
 * @typedef {{ passed: number, failed: number }} Count
 */

/** A machine of our own (root on Debian) is helped; on anybody else's we only say what is missing. */
async function openBrowserWay() {
  if (findChromium()) return true;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await runStep({
      doing: "Installing Chromium",
      hint: "about a minute",
      failed: CHROMIUM_MISSING,
      command: ["sh", "-c", "apt-get update -q && apt-get install -y -q --no-install-recommends chromium"],
      env,
    });
    if (findChromium()) return true;
  }
  progress(CHROMIUM_MISSING);
  return false;
}

/**
 * A runner that failed without a failed test (it crashed, or found none) counts as one.
 * @param {number} code
 * @param {Count} count
 * @returns {Count}
 */
function honest(code, { passed, failed }) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

/**
 * @param {string} file
 */
function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

/**
 * Unit and integration tests.
 * @param {string} folder
 * @returns {Promise<Count>}
 */
async function runVitest(folder) {
  const file = join(folder, "vitest.json");
  const words = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const { code } = await runTool(["vitest/vitest.mjs", ...words], { isShown: true });
  const report = read(file);
  if (!report) return { passed: 0, failed: 1 };
  const broken = report.testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ { status, assertionResults }) =>
      status === "failed" && !assertionResults.some((one) => one.status === "failed"),
  );
  return honest(code, { passed: report.numPassedTests, failed: report.numFailedTests + broken.length });
}

/**
 * Browser tests.
 * @param {string} folder
 * @returns {Promise<Count>}
 */
async function runPlaywright(folder) {
  const file = join(folder, "playwright.json");
  const env = { GLOSSA_TEST_REPORT: file };
  const { code } = await runTool(["@playwright/test/cli.js", "test"], { isShown: true, env });
  const stats = read(file)?.stats;
  if (!stats) return { passed: 0, failed: 1 };
  return honest(code, { passed: stats.expected, failed: stats.unexpected + stats.flaky });
}

await launch(async () => {
  endWithNpm();
  process.chdir(ROOT);
  await prepare({ withBuild: true });
  const hasBrowser = await openBrowserWay();
  const folder = mkdtempSync(join(tmpdir(), "glossa-test-"));
  try {
    const first = await runVitest(folder);
    const second = hasBrowser ? await runPlaywright(folder) : { passed: 0, failed: 1 };
    const passed = first.passed + second.passed;
    const failed = first.failed + second.failed;
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
    process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
