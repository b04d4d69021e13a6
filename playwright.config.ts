import { defineConfig } from "@playwright/test";
import { findChromium } from "./server/launch/chromium.mjs";

/** Debian's Chromium: as root it runs without its sandbox, and nothing of it may call out. */
const ARGUMENTS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

const executablePath = findChromium();

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "**/*.test.ts",
  outputDir: "test-results",
  // Two browsers and their server fill two cores; a flaky test is a bug, so nothing is tried again.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env.GLOSSA_TEST_REPORT
    ? [["list"], ["json", { outputFile: process.env.GLOSSA_TEST_REPORT }]]
    : [["list"]],
  use: {
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    locale: "en-GB",
    launchOptions: { args: ARGUMENTS, ...(executablePath ? { executablePath } : {}) },
  },
});
