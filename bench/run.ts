/** Runs scenarios on one server at a time, prints tables, and keeps the figures in bench/results. */

import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Asked, readArguments } from "./arguments.ts";
import { writeSection } from "./measure/document.ts";
import { describeMachine, machineSentence } from "./measure/machine.ts";
import { type Row, renderTable } from "./measure/table.ts";
import type { Subject } from "./peers/subject.ts";
import type { Outcome, Scenario, Settings } from "./scenarios/scenario.ts";

const RESULTS = fileURLToPath(new URL("results/", import.meta.url));

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function runScenario(scenario: Scenario, { subjects, settings }: Asked): Promise<Row[]> {
  const rows: Row[] = [];
  for (const subject of subjects) {
    if (!scenario.takesPart(subject)) continue;
    const missing = subject.missing();
    if (missing) {
      progress(`${subject.label} is left out: ${missing}`);
      continue;
    }
    progress(`${scenario.name}: ${subject.label} …`);
    const { name, label, kind } = subject;
    const row = { subject: { name, label, kind } };
    try {
      rows.push({ ...row, ...(await measure(scenario, subject, settings)) });
    } catch (error) {
      // The others are measured all the same; what failed stands in the table without figures.
      progress(error instanceof Error ? (error.stack ?? error.message) : String(error));
      rows.push({ ...row, figures: {}, notes: ["it could not be measured, for the reason that was printed"] });
      process.exitCode = 1;
    }
  }
  return rows;
}

async function measure(scenario: Scenario, subject: Subject, settings: Settings): Promise<Outcome> {
  if ("measureAlone" in scenario) return scenario.measureAlone(subject, settings);
  const running = await subject.start();
  try {
    return await scenario.measure(running, settings);
  } finally {
    await running.stop();
  }
}

function renderScenario(scenario: Scenario, rows: Row[], { settings }: Asked, where: string): string {
  const notes = rows.flatMap(({ subject, notes }) => notes.map((note) => `- ${subject.label}: ${note}.`));
  const parts = [`### ${scenario.title}`, scenario.what(settings), renderTable(scenario, rows), `Measured: ${where}.`];
  return [...parts, ...(notes.length > 0 ? [notes.join("\n")] : [])].join("\n\n");
}

async function run(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  const machine = describeMachine();
  const where = machineSentence(machine);
  const results: Record<string, Row[]> = {};
  for (const scenario of asked.scenarios) {
    const rows = await runScenario(scenario, asked);
    if (rows.length === 0) continue;
    results[scenario.name] = rows;
    const rendered = renderScenario(scenario, rows, asked, where);
    say(`${rendered}\n`);
    if (asked.writes) writeSection(scenario.name, rendered);
  }
  mkdirSync(RESULTS, { recursive: true });
  const file = `${RESULTS}${machine.date.replace(/[^0-9]/g, "")}.json`;
  writeFileSync(file, `${JSON.stringify({ machine, settings: asked.settings, results }, null, 2)}\n`);
}

// Ended from outside, the servers that it started have to end too; what ends them runs on exit.
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.on(signal, () => process.exit(code));
}
await run();
