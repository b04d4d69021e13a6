/** Ours alone: the torture test by 100 kills, which counts what was acknowledged and is gone. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTool } from "../../server/launch/run-tool.mjs";
import type { Scenario } from "./scenario.ts";

const KILLS = 100;
const TEST = "tests/integration/torture.test.ts";
/** Their names in that file. */
const TESTS: Record<string, string> = {
  glossa: "when the server on the embedded database is killed",
  "glossa-postgres": "on PostgreSQL when the server is killed",
};

interface Report {
  testResults: { assertionResults: { status: string; fullName: string }[] }[];
}

export const kills: Scenario = {
  name: "kills",
  title: "Kills",
  what: () =>
    `The server is killed (-9) ${KILLS} times while people write and send commands; after each start everything that ` +
    `was acknowledged or shown has to be there, once (GLOSSA_ROUNDS=${KILLS} npx vitest run ${TEST}).`,
  columns: [
    { key: "kills", label: "kills", digits: 0 },
    { key: "lost", label: "rounds with a loss", digits: 0 },
  ],
  takesPart: ({ kind }) => kind === "ours",
  onlyByName: true,
  async measureAlone({ name }) {
    const folder = mkdtempSync(join(tmpdir(), "glossa-bench-"));
    try {
      const file = join(folder, "report.json");
      const words = ["run", TEST, "-t", TESTS[name] ?? name, "--reporter=json", `--outputFile.json=${file}`];
      await runTool(["vitest/vitest.mjs", ...words], { isShown: true, env: { GLOSSA_ROUNDS: String(KILLS) } });
      const report: Report = JSON.parse(readFileSync(file, "utf8"));
      const ran = report.testResults.flatMap(({ assertionResults }) =>
        assertionResults.filter(({ status }) => status === "passed" || status === "failed"),
      );
      const failed = ran.filter(({ status }) => status === "failed");
      const notes = failed.map(({ fullName }) => `failed: ${fullName}`);
      if (ran.length === 0) notes.push("no test ran");
      // A test ends at its first loss.
      return { figures: { kills: ran.length > 0 ? KILLS : null, lost: ran.length > 0 ? failed.length : null }, notes };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
