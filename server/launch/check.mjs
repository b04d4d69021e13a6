// `npm run check`: everything that can be said about the code without starting it. All of it runs, also after a failure.
import "./node-version.mjs";
import { launch } from "./launch.mjs";
import { ROOT } from "./paths.mjs";
import { prepare } from "./prepare.mjs";
import { runTool } from "./run-tool.mjs";

const LAYERS = ["app", "components", "domain", "server", "tests"];

/** @type {[name: string, check: () => Promise<{ code: number, output: string }>][]} */
const CHECKS = [
  ["format and lint", () => runTool(["@biomejs/biome/bin/biome", "check", "--error-on-warnings"], { isShown: false })],
  ["types", types],
  ["boundaries", boundaries],
  ["dead code", () => runTool(["knip/bin/knip.js", "--no-progress"], { isShown: false })],
  ["unit tests", () => runTool(["vitest/vitest.mjs", "run", "--project", "unit"], { isShown: false })],
];

/** Next writes the file that declares its types; a fresh checkout has none, and the compiler would miss them. */
async function types() {
  await runTool(["next/dist/bin/next", "typegen"], { isShown: false, env: { NEXT_TELEMETRY_DISABLED: "1" } });
  return runTool(["typescript/bin/tsc", "--noEmit", "-p", "."], { isShown: false });
}

/** With a compiler that it doesn't understand, the tool finds no modules and calls that a success. */
async function boundaries() {
  const words = ["--config", ".dependency-cruiser.mjs", "--output-type", "json", ...LAYERS];
  const { code, output } = await runTool(["dependency-cruiser/bin/dependency-cruise.mjs", ...words], {
    isShown: false,
  });
  /** @type {{ summary: import("dependency-cruiser").ISummary }} */
  let report;
  try {
    report = JSON.parse(output);
  } catch {
    return { code: code || 1, output };
  }
  const { totalCruised, violations, ruleSetUsed } = report.summary;
  if (totalCruised === 0) return { code: 1, output: "No modules were found, so nothing was checked." };
  const lines = violations.map(({ from, to, rule }) => {
    const reason = ruleSetUsed?.forbidden?.find(({ name }) => name === rule.name)?.comment ?? "";
    return `${from} → ${to}\n  ${rule.name}: ${reason}`;
  });
  return { code: violations.length > 0 ? 1 : code, output: lines.join("\n") };
}

await launch(async () => {
  process.chdir(ROOT);
  await prepare({ withBuild: false });
  let failed = 0;
  for (const [name, check] of CHECKS) {
    const began = Date.now();
    const { code, output } = await check();
    const took = `${((Date.now() - began) / 1000).toFixed(1)} s`;
    process.stdout.write(`${code === 0 ? "✓" : "✗"} ${name} (${took})\n`);
    if (code === 0) continue;
    failed += 1;
    process.stdout.write(`\n${output.trimEnd()}\n\n`);
  }
  process.stdout.write(failed === 0 ? "All checks passed.\n" : `${failed} of ${CHECKS.length} checks failed.\n`);
  process.exit(failed === 0 ? 0 : 1);
});
