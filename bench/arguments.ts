/** What was asked for: `npm run bench -- [SCENARIO…] [--peers NAME,…] [--seconds N] [--warm-up N] [--rooms N] [--write]`. */

import { parseArgs } from "node:util";
import { LaunchError } from "../server/launch/run-step.mjs";
import type { Subject } from "./peers/subject.ts";
import { SUBJECTS } from "./peers/subjects.ts";
import type { Scenario, Settings } from "./scenarios/scenario.ts";
import { SCENARIOS } from "./scenarios/scenarios.ts";

export interface Asked {
  scenarios: Scenario[];
  subjects: Subject[];
  settings: Settings;
  /** Into docs/BENCHMARKS.md. */
  writes: boolean;
}

/** Throws {@link LaunchError} with a sentence for the person. */
export function readArguments(words: string[]): Asked {
  const { values, positionals } = parse(words);
  return {
    scenarios:
      positionals.length === 0
        ? SCENARIOS.filter(({ onlyByName }) => !onlyByName)
        : positionals.map((name) => find(SCENARIOS, name, "scenario")),
    subjects: values.peers ? values.peers.split(",").map((name) => find(SUBJECTS, name, "server")) : SUBJECTS,
    settings: {
      seconds: positive(values.seconds, "--seconds"),
      warmUp: positive(values["warm-up"], "--warm-up"),
      rooms: values.rooms === undefined ? null : positive(values.rooms, "--rooms"),
    },
    writes: values.write,
  };
}

function parse(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        peers: { type: "string" },
        seconds: { type: "string", default: "15" },
        "warm-up": { type: "string", default: "10" },
        rooms: { type: "string" },
        write: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new LaunchError(error instanceof Error ? error.message : String(error));
  }
}

function find<T extends { name: string }>(all: T[], name: string, what: string): T {
  const found = all.find((each) => each.name === name);
  if (!found)
    throw new LaunchError(`There is no ${what} ${name}; there are ${all.map((each) => each.name).join(", ")}.`);
  return found;
}

function positive(text: string, option: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new LaunchError(`${option} takes a number above zero.`);
  return value;
}
